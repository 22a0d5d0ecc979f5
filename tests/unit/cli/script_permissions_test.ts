import assert from "node:assert/strict";
import { ConfigurationError } from "../../../src/cli/errors.ts";
import type { PermissionName } from "../../../src/cli/scripts/script_header.ts";
import {
  plainPath,
  type ScriptPlace,
} from "../../../src/cli/scripts/script_paths.ts";
import {
  explainPermissions,
  refuseOwnFolders,
  resolvePermissions,
} from "../../../src/cli/scripts/script_permissions.ts";

const PLACE: ScriptPlace = {
  os: "linux",
  home: "/home/ada",
  realHome: "/data/people/ada",
  own: [
    "/home/ada/.config/entrada",
    "/home/ada/.local/state/entrada",
    "/srv/own",
  ],
};

function isDangerous(
  name: PermissionName,
  value: string,
  place = PLACE,
): boolean {
  const all = resolvePermissions([{ name, value }], place);
  return explainPermissions(all, place)[0]?.isDangerous === true;
}

Deno.test({
  name: "the home and what is above it are dangerous in every spelling",
  permissions: "none",
  fn() {
    for (
      const path of [
        ...["/", "//", "/.", "/..", "/home", "/home/", "/home/.", "//home"],
        ...["/home/ada", "/home//ada/", "/home/./ada", "/home/ada/x/.."],
        ...["/home/ada/../ada", "/tmp/../home/ada", "/tmp/..", "~/", "~/."],
        ...["~//", "~/x/..", "~/..", "/data", "/data/people/ada"],
      ]
    ) {
      assert.ok(isDangerous("read", path), `read ${path}`);
      assert.ok(isDangerous("write", path), `write ${path}`);
    }
  },
});

Deno.test({
  name:
    "what is read when a shell or a session starts is dangerous, and so are our own files",
  permissions: "none",
  fn() {
    for (
      const path of [
        ...["~/.bashrc", "~/.profile", "~/.zshrc", "~/.ssh", "~/.ssh/config"],
        ...["~/.config", "~/.config/autostart/x.desktop", "~/.gitconfig"],
        ...["~/x/../.bashrc", "~/./.ssh", "/data/people/ada/.zshrc"],
        ...["~/bin", "~/bin/ls", "~/.config/entrada", "/srv", "/srv/own/x"],
        ...["/proc/1/environ", "/dev/mem", "/run/user/1000"],
      ]
    ) {
      assert.ok(isDangerous("read", path), `read ${path}`);
      assert.ok(isDangerous("write", path), `write ${path}`);
    }
    assert.ok(isDangerous("write", "/etc/cron.d"));
    assert.ok(isDangerous("write", "/usr/local/bin/x"));
    for (
      const path of [
        ...["~/notes", "~/x/.hidden", "/tmp/x", "/home/adam", "/srv/other"],
        ...["/home/ada/binary", "/processes"],
      ]
    ) {
      assert.ok(!isDangerous("read", path), `read ${path}`);
      assert.ok(!isDangerous("write", path), `write ${path}`);
    }
  },
});

Deno.test({
  name: "paths are compared without case where the file system knows none",
  permissions: "none",
  fn() {
    const mac = { ...PLACE, os: "darwin", home: "/Users/ada" };
    assert.ok(isDangerous("read", "/users/ADA", mac));
    assert.ok(isDangerous("write", "/Users/ada/library/LaunchAgents", mac));
    const windows = { os: "windows", home: "C:\\Users\\ada" };
    for (
      const path of [
        ...["c:/users/ADA", "C:\\", "C:\\Users\\.\\ada\\x\\..", "/", "\\"],
        ...["~/AppData/Local", "~\\Documents", "C:/USERS"],
      ]
    ) assert.ok(isDangerous("write", path, windows), path);
    assert.ok(!isDangerous("write", "~\\notes", windows));
    assert.equal(plainPath("~/a/../b/", windows), "C:\\Users\\ada\\b");
    assert.equal(plainPath("C:\\x\\..", windows), "C:\\");
  },
});

Deno.test({
  name:
    "a path is as dangerous as the place that its links lead to, which is told",
  permissions: "none",
  fn() {
    const [shown] = explainPermissions([
      { name: "read", value: "/tmp/link", leadsTo: "/home/ada" },
    ], PLACE);
    assert.equal(shown?.isDangerous, true);
    assert.match(shown?.meaning ?? "", /leads to \/home\/ada$/);
  },
});

Deno.test({
  name: "no script may write where Entrada keeps its files, by no spelling",
  permissions: "none",
  fn() {
    const refused = (value: string, leadsTo?: string) =>
      assert.throws(() => {
        const all = resolvePermissions([{ name: "write", value }], PLACE)
          .map((one) => leadsTo === undefined ? one : { ...one, leadsTo });
        refuseOwnFolders(all, PLACE);
      }, ConfigurationError);
    refused("~/.config/entrada");
    refused("~/.config/entrada/profiles.json");
    refused("~/.config/x/../entrada/");
    refused("~/.local/state/entrada/scripts.json");
    refused("/tmp/link", "/srv/own/scripts");
    const fine = resolvePermissions([
      { name: "write", value: "~/" },
      { name: "read", value: "/srv/own" },
    ], PLACE);
    refuseOwnFolders(fine, PLACE);
  },
});

Deno.test({
  name:
    "a variable is dangerous unless it is known to say only how a program runs",
  permissions: "none",
  fn() {
    for (
      const name of [
        ...["GITHUB_PAT", "AWS_ACCESS_KEY_ID", "DB_PASS", "MY_CRED", "TOKEN"],
        ...["DATABASE_URL", "SSH_AUTH_SOCK", "LC_SECRET2", "lang"],
      ]
    ) assert.ok(isDangerous("env", name), name);
    for (const name of ["HOME", "LANG", "LC_ALL", "PATH", "TZ", "NO_COLOR"]) {
      assert.ok(!isDangerous("env", name), name);
    }
    assert.ok(isDangerous("net", "*.com:443"));
    assert.ok(!isDangerous("net", "*.contoso.com"));
  },
});

Deno.test({
  name: "a home with a comma does not make one path two",
  permissions: "none",
  fn() {
    assert.throws(
      () =>
        resolvePermissions([{ name: "read", value: "~/x" }], {
          home: "/home/a,/etc",
        }),
      /has a comma/,
    );
  },
});
