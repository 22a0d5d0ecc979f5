import assert from "node:assert/strict";
import {
  profilesFile,
  projectFiles,
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

Deno.test(
  "projectFiles() looks upwards, no further than the home directory",
  { permissions: "none" },
  () => {
    const files = (cwd: string | undefined, env: Record<string, string>) =>
      projectFiles({ os: "linux", env: (name) => env[name], cwd });
    const home = { HOME: "/home/ada/" };
    assert.deepEqual(files("/home/ada/src/app", home), [
      "/home/ada/src/app/.entrada.json",
      "/home/ada/src/.entrada.json",
      "/home/ada/.entrada.json",
    ]);
    assert.deepEqual(files("/home/ada", home), ["/home/ada/.entrada.json"]);
    assert.deepEqual(files("/srv/app/", home), [
      "/srv/app/.entrada.json",
      "/srv/.entrada.json",
      "/.entrada.json",
    ]);
    assert.deepEqual(files("/", home), ["/.entrada.json"]);
    assert.deepEqual(files(undefined, home), []);
    assert.deepEqual(files("/srv", { ENTRADA_NO_PROJECT: "1" }), []);
    assert.deepEqual(
      projectFiles({
        os: "windows",
        env: () => undefined,
        cwd: "C:\\src\\app",
      }),
      [
        "C:\\src\\app\\.entrada.json",
        "C:\\src\\.entrada.json",
        "C:\\.entrada.json",
      ],
    );
  },
);
