import assert from "node:assert/strict";
import {
  profilesFile,
  settingsDirectory,
} from "../../../src/settings/location.ts";

const options = { permissions: "none" } as const;

function directory(
  os: string,
  variables: Record<string, string>,
): string | undefined {
  return settingsDirectory({ os, env: (name) => variables[name] });
}

Deno.test(
  "settingsDirectory() takes ENTRADA_HOME before everything else",
  options,
  () => {
    const all = {
      ENTRADA_HOME: "/srv/e",
      XDG_CONFIG_HOME: "/x",
      HOME: "/h",
      APPDATA: "C:\\A",
    };
    for (const os of ["linux", "darwin", "windows"]) {
      assert.equal(
        directory(os, all),
        "/srv/e",
      );
    }
  },
);

Deno.test(
  "settingsDirectory() follows XDG_CONFIG_HOME when it is absolute",
  options,
  () => {
    assert.equal(
      directory("linux", { XDG_CONFIG_HOME: "/x/", HOME: "/h" }),
      "/x/entrada",
    );
    assert.equal(
      directory("darwin", { XDG_CONFIG_HOME: "/x", HOME: "/h" }),
      "/x/entrada",
    );
    assert.equal(
      directory("linux", { XDG_CONFIG_HOME: "x", HOME: "/h" }),
      "/h/.config/entrada",
    );
    assert.equal(
      directory("linux", { XDG_CONFIG_HOME: "", HOME: "/h" }),
      "/h/.config/entrada",
    );
  },
);

Deno.test("settingsDirectory() knows each platform's place", options, () => {
  assert.equal(
    directory("darwin", { HOME: "/Users/ada" }),
    "/Users/ada/Library/Application Support/entrada",
  );
  assert.equal(
    directory("windows", { APPDATA: "C:\\Users\\ada\\AppData\\Roaming" }),
    "C:\\Users\\ada\\AppData\\Roaming\\entrada",
  );
});

Deno.test("settingsDirectory() has no answer without a home", options, () => {
  for (const os of ["linux", "darwin", "windows"]) {
    assert.equal(directory(os, {}), undefined);
  }
});

Deno.test("profilesFile() is profiles.json in that directory", options, () => {
  assert.equal(
    profilesFile({
      os: "linux",
      env: (name) => name === "ENTRADA_HOME" ? "/srv/e/" : undefined,
    }),
    "/srv/e/profiles.json",
  );
});
