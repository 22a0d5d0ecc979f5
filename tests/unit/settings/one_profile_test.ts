import assert from "node:assert/strict";
import {
  parseOneProfile,
  parseProfiles,
} from "../../../src/settings/profiles_document.ts";
import { SettingsError } from "../../../src/settings/settings_error.ts";

const FILE = "/home/ada/profiles.json";

interface Changes {
  readonly count?: number;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly change?: (profiles: Record<string, unknown>[]) => void;
}

/** The text of a file with a thousand profiles, `p0` and so on. */
function textWith({ count = 1000, more = {}, change }: Changes = {}): string {
  const profiles = Array.from(
    { length: count },
    (_, index): Record<string, unknown> => ({
      name: `p${index}`,
      clientId: "22222222-3333-4444-8555-666666666666",
      tenant: "contoso.onmicrosoft.com",
    }),
  );
  change?.(profiles);
  return JSON.stringify({ version: 1, ...more, profiles }, undefined, 2);
}

function read(text: string, name?: string) {
  return parseOneProfile(text, { name, file: FILE });
}

function refused(text: string, name?: string): string {
  try {
    read(text, name);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
  throw new Error("it was read");
}

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("parseOneProfile() reads of a long file the one that is meant", () => {
  const { profiles } = read(textWith(), "P7");
  assert.deepEqual(profiles.map(({ name }) => name), ["p7"]);
});

test("parseOneProfile() reads the default one where none is named", () => {
  const text = textWith({ more: { default: "p3" } });
  const document = read(text);
  assert.equal(document.default, "p3");
  assert.deepEqual(document.profiles.map(({ name }) => name), ["p3"]);
});

test("parseOneProfile() reads the whole of a file without the one that is meant", () => {
  const text = textWith();
  assert.deepEqual(read(text, "nobody"), parseProfiles(text, FILE));
  assert.deepEqual(read(text), parseProfiles(text, FILE));
});

test("parseOneProfile() tells where a long file is damaged, as parseProfiles() does", () => {
  const damages: Readonly<Record<string, string>> = {
    cut: textWith().slice(0, -10),
    newer: textWith({ more: { version: 2 } }),
    "of no version": textWith({ more: { version: "one" } }),
    "no object": JSON.stringify("x".repeat(100_000)),
    "null": `null${" ".repeat(100_000)}`,
    "with a wrong member": textWith({
      change: (profiles) => Object.assign(profiles[7] ?? {}, { tenant: 7 }),
    }),
    "with the name twice": textWith({
      change: (profiles) => Object.assign(profiles[8] ?? {}, { name: "P7" }),
    }),
    "with a secret": textWith({
      change: (profiles) =>
        Object.assign(profiles[7] ?? {}, { clientSecret: "hush" }),
    }),
  };
  for (const [what, text] of Object.entries(damages)) {
    const message = refused(text, "p7");
    assert.match(message, /profiles\.json:\d+:\d+: /, what);
    assert.throws(() => parseProfiles(text, FILE), { message }, what);
  }
});

test("parseOneProfile() looks at every profile of a short file, and not of a long one", () => {
  const change = (profiles: Record<string, unknown>[]) =>
    Object.assign(profiles[1] ?? {}, { tenant: 7 });
  refused(textWith({ count: 10, change }), "p7");
  assert.ok(read(textWith({ change }), "p7"));
});
