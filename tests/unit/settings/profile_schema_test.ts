import assert from "node:assert/strict";
import { FLOWS } from "../../../src/engine/flows/flow_names.ts";
import {
  checkDocument,
  documentSchema,
  profileSchema,
} from "../../../src/settings/profile_schema.ts";
import published from "../../../src/settings/profiles.schema.json" with {
  type: "json",
};

const options = { permissions: "none" } as const;
type Entries = Readonly<Record<string, { readonly type: string }>>;

function required(entries: Entries): string[] {
  return Object.keys(entries).filter((name) =>
    entries[name]?.type !== "optional"
  );
}

Deno.test(
  "profiles.schema.json has the members of the valibot schema",
  options,
  () => {
    for (
      const [schema, json] of [
        [documentSchema, published],
        [profileSchema, published.$defs.profile],
      ] as const
    ) {
      const entries: Entries = schema.entries;
      assert.deepEqual(
        Object.keys(json.properties).sort(),
        Object.keys(entries).sort(),
      );
      assert.deepEqual([...json.required].sort(), required(entries).sort());
      assert.equal(json.additionalProperties, false);
    }
  },
);

Deno.test(
  "profiles.schema.json lists the flows and response modes of the valibot schema",
  options,
  () => {
    const { flow, responseMode } = profileSchema.entries;
    assert.deepEqual(
      published.$defs.profile.properties.flow.enum,
      flow.wrapped.options,
    );
    assert.deepEqual(
      published.$defs.profile.properties.responseMode.enum,
      responseMode.wrapped.options,
    );
  },
);

Deno.test("profileSchema knows every flow of the engine", options, () => {
  assert.deepEqual(
    [...profileSchema.entries.flow.wrapped.options].sort(),
    FLOWS.map((flow) => flow.name).sort(),
  );
});

Deno.test(
  "profiles.schema.json and checkDocument() agree on names and secret references",
  options,
  () => {
    const { name, clientSecret } = published.$defs.profile.properties;
    const accepts = (profile: Record<string, unknown>) =>
      "document" in
        checkDocument({
          version: 1,
          profiles: [{ name: "a", clientId: "c", ...profile }],
        });
    for (
      const text of [
        "a",
        "a.b-c_D9",
        "",
        "a b",
        "é",
        "a/b",
        "x".repeat(64),
        "x".repeat(65),
        ".",
        "..",
        ".a",
        "-a",
        "a-",
        "con",
        "CoN.txt",
        "console",
        "LPT0",
        "com10",
      ]
    ) {
      assert.equal(
        accepts({ name: text }),
        new RegExp(name.pattern).test(text),
        text,
      );
    }
    for (
      const text of ["env:A", "env:", "file:/x", "file:", "hunter2", "keyring"]
    ) {
      assert.equal(
        accepts({ clientSecret: text }),
        new RegExp(clientSecret.pattern).test(text),
        text,
      );
    }
  },
);
