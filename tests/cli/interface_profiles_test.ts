import assert from "node:assert/strict";
import { createServices } from "../../src/cli/interface/services.ts";
import type { Io } from "../../src/cli/io.ts";
import { Secret } from "../../src/engine/secret.ts";
import type { ProfileDraft } from "../../src/tui/runtime/form_services.ts";
import type { TuiServices } from "../../src/tui/runtime/services.ts";
import type { FormValues } from "../../src/tui/state/form.ts";
import { EMPTY_VALUES } from "../../src/tui/state/profile_form_fields.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const SECRET = "s3cr3t-value-of-the-client";

const NEW: FormValues = {
  ...EMPTY_VALUES,
  name: "work",
  clientId: CLIENT,
  tenant: TENANT,
  scopes: "User.Read, Mail.Read",
  flow: "device-code",
};

const KEPT = [
  {
    name: "app",
    tenant: TENANT,
    clientId: CLIENT,
    resource: "api://x",
    clientSecret: "env:S",
    query: { dc: "ESTS" },
    capabilities: ["cp1", "other"],
  },
  {
    name: "chain",
    tenant: TENANT,
    clientId: CLIENT,
    flow: "on-behalf-of",
    userAssertion: "profile:app",
    clientSecret: "env:S",
  },
];

/** Works with the services that the interface would have. */
async function withServices(
  work: (services: TuiServices, io: Io) => Promise<void>,
  setting: FakeSetting = {},
) {
  return await runFake([], {
    terminals: ["stdin", "stderr"],
    files: { [PROFILES]: profilesText(KEPT) },
    ...setting,
    replace: {
      ...setting.replace,
      async openInterface(io: Io) {
        await work(await createServices(io), io);
        return 0;
      },
    },
  });
}

function draft(
  values: Partial<FormValues>,
  secrets: ProfileDraft["secrets"] = {},
): ProfileDraft {
  return {
    purpose: "new",
    start: EMPTY_VALUES,
    values: { ...NEW, ...values },
    secrets,
  };
}

/** Opens a form of a profile and changes a few of its texts. */
async function edited(
  { forms }: TuiServices,
  { profile, purpose = "edit", changes, secrets = {} }: {
    readonly profile: string;
    readonly purpose?: "edit" | "clone";
    readonly changes: Partial<FormValues>;
    readonly secrets?: ProfileDraft["secrets"];
  },
): Promise<ProfileDraft> {
  const { values } = await forms.open({ purpose, profile });
  assert.ok(values !== undefined);
  const start = values;
  return {
    purpose,
    profile,
    start,
    values: { ...start, ...changes },
    secrets,
  };
}

function profilesIn(files: ReadonlyMap<string, string>) {
  const { profiles } = JSON.parse(files.get(PROFILES) ?? "{}") as {
    readonly profiles: readonly Record<string, unknown>[];
  };
  return profiles;
}

Deno.test("a new profile is written as the command line writes it", async () => {
  const { files } = await withServices(async ({ forms }) => {
    const { values, lists } = await forms.open({ purpose: "new" });
    assert.equal(values, undefined);
    assert.ok(lists.clients.some(({ label }) => label === "azure-cli"));
    assert.ok(lists.resources.some(({ label }) => label === "graph"));
    const saved = await forms.save(draft({
      clientId: "graph-powershell",
      target: "resource",
      resource: "graph",
      capability: "yes",
      redirectUri: "http://localhost:1",
    }));
    assert.deepEqual(saved, { kind: "saved", name: "work" });
  });
  assert.deepEqual(profilesIn(files).at(-1), {
    name: "work",
    tenant: TENANT,
    clientId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
    resource: "https://graph.microsoft.com",
    flow: "device-code",
    capabilities: ["cp1"],
  });
});

const WRONG:
  readonly (readonly [Partial<FormValues>, keyof FormValues, RegExp])[] = [
    [{ name: "" }, "name", /needs a name/],
    [{ name: "a b" }, "name", /letters, digits/],
    [{ name: "x".repeat(10_000) }, "name", /1 to 64/],
    [{ name: "CON" }, "name", /device of Windows/],
    [{ name: "APP" }, "name", /"app" is already there/],
    [{ clientId: "" }, "clientId", /is needed/],
    [{ clientId: "nobody" }, "clientId", /GUID/],
    [{ tenant: "" }, "tenant", /needed/],
    [{ tenant: "a b" }, "tenant", /A tenant is an id/],
    [{ scopes: "Ä" }, "scopes", /ASCII/],
    [{ scopes: "https://vault.azure.net" }, "scopes", /^It names an API/],
    [
      { flow: "client-credentials", scopes: "User.Read" },
      "scopes",
      /without a user|\.default/,
    ],
    [{ target: "resource", resource: "nothing" }, "resource", /No API/],
    [{ target: "resource" }, "resource", /needed/],
    [{ flow: "", redirectUri: "nowhere" }, "redirectUri", /not an address/],
    [{ flow: "", redirectUri: "http://localhost:0" }, "redirectUri", /port 0/],
    [{ cloud: "authority" }, "authority", /needed/],
    [{ cloud: "authority", authority: "x" }, "authority", /not an address/],
    [
      { cloud: "authority", authority: "http://example.org/x" },
      "authority",
      /https/,
    ],
    [{ flow: "password", password: "hunter2" }, "password", /env:NAME/],
    [{ proof: "secret" }, "clientSecret", /Type or paste/],
    [
      { proof: "secret", secretFrom: "env", secretPlace: "hunter-2" },
      "secretPlace",
      /environment variable/,
    ],
    [{ proof: "certificate" }, "clientCertificate", /path/],
    [
      { proof: "assertion", clientAssertion: "eyJ" },
      "clientAssertion",
      /file:/,
    ],
    [{ flow: "managed-identity", identity: "client" }, "identityId", /needed/],
    [{ claims: "{" }, "claims", /neither a JSON|JSON/],
  ];

for (const [values, field, words] of WRONG) {
  const what = JSON.stringify(values).slice(0, 60);
  Deno.test(`${what} is told at ${field}, and nothing is written`, async () => {
    const { files } = await withServices(async ({ forms }) => {
      await forms.open({ purpose: "new" });
      const problems = await forms.check(draft(values));
      assert.match(problems[field] ?? "", words);
      assert.deepEqual(Object.keys(problems), [field]);
      assert.ok(!JSON.stringify(problems).includes("hunter"));
      const outcome = await forms.save(draft(values));
      assert.deepEqual(outcome, { kind: "refused", problems });
    });
    assert.equal(profilesIn(files).length, 2);
  });
}

Deno.test("an edit changes what was changed, and everything else stays letter for letter", async () => {
  const { files } = await withServices(async (services) => {
    const change = await edited(services, {
      profile: "app",
      changes: { loginHint: "ada@contoso.com", capability: "" },
    });
    const outcome = await services.forms.save(change);
    assert.equal(outcome.kind, "saved");
  });
  assert.deepEqual(profilesIn(files), [
    { ...KEPT[0], loginHint: "ada@contoso.com", capabilities: ["other"] },
    KEPT[1],
  ]);
});

Deno.test("what another program wrote meanwhile is kept; the same field is a conflict that is told", async () => {
  const theirs = [{ ...KEPT[0], market: "de-DE", tenant: "fabrikam.com" }];
  const { files } = await withServices(async (services, io) => {
    const change = await edited(services, {
      profile: "app",
      changes: { loginHint: "ada@contoso.com" },
    });
    const same = await edited(services, {
      profile: "app",
      changes: { tenant: "contoso.com" },
    });
    await io.files.writePrivate(PROFILES, profilesText(theirs));
    assert.equal((await services.forms.save(change)).kind, "saved");
    const outcome = await services.forms.save(same);
    assert.ok(outcome.kind === "refused");
    assert.match(
      outcome.problems.tenant ?? "",
      /"fabrikam\.com" here meanwhile/,
    );
    assert.equal(outcome.start?.loginHint, "ada@contoso.com");
    const start = outcome.start ?? EMPTY_VALUES;
    const again = {
      ...same,
      start,
      values: { ...start, tenant: "contoso.com" },
    };
    assert.equal((await services.forms.save(again)).kind, "saved");
  });
  assert.deepEqual(profilesIn(files), [{
    ...theirs[0],
    loginHint: "ada@contoso.com",
    tenant: "contoso.com",
  }]);
});

Deno.test("a profile that was deleted meanwhile is not made again by an edit", async () => {
  const { files } = await withServices(async (services, io) => {
    const change = await edited(services, {
      profile: "app",
      changes: { market: "de" },
    });
    await io.files.writePrivate(PROFILES, profilesText([]));
    await assert.rejects(services.forms.save(change), /deleted meanwhile/);
  });
  assert.deepEqual(profilesIn(files), []);
});

Deno.test("a typed secret is sealed, and in no file", async () => {
  const storage = memoryStorage();
  const { files } = await withServices(async ({ forms }) => {
    const outcome = await forms.save(draft({ proof: "secret" }, {
      clientSecret: new Secret(SECRET),
    }));
    assert.equal(outcome.kind, "saved");
    const { values } = await forms.open({ purpose: "edit", profile: "work" });
    assert.equal(values?.secretFrom, "kept");
    assert.equal(values?.clientSecret, "");
  }, { storage });
  assert.equal(profilesIn(files).at(-1)?.clientSecret, "keyring");
  for (const text of files.values()) assert.ok(!text.includes(SECRET));
  const used = await runFake(["get-token", "-p", "work", "--dry-run"], {
    files: Object.fromEntries(files),
    storage,
  });
  assert.equal(used.code, 0, used.stderr);
});

/** The secret that a profile uses, as its request sends it. */
async function sentSecret(
  { acquire }: TuiServices,
  { io, profile }: { readonly io: Io; readonly profile: string },
): Promise<void> {
  const run = acquire(profile, {
    signal: io.signal,
    paste: () => Promise.reject(new Error("nothing is pasted here")),
  });
  while (!(await run.next()).done);
}

Deno.test("renaming takes the sealed secret, the default and those who refer to it along", async () => {
  const storage = memoryStorage();
  const sent: (string | null)[] = [];
  const answer = (_request: Request, form: URLSearchParams) => {
    sent.push(form.get("client_secret"));
    return tokenAnswer();
  };
  const setting: FakeSetting = { storage, replies: [answer, answer] };
  const { files } = await withServices(async (services, io) => {
    const { forms } = services;
    const made = await forms.save(draft({
      name: "one",
      flow: "client-credentials",
      scopes: "api://x/.default",
      proof: "secret",
    }, { clientSecret: new Secret(SECRET) }));
    assert.equal(made.kind, "saved");
    await services.profiles();
    await sentSecret(services, { io, profile: "one" });
    assert.ok(await services.kept("one") !== undefined);
    const rename = await edited(services, {
      profile: "one",
      changes: { name: "two" },
    });
    assert.deepEqual(await forms.save(rename), { kind: "saved", name: "two" });
    await services.profiles();
    assert.ok(await services.kept("two") !== undefined);
    const clone = await edited(services, {
      profile: "two",
      purpose: "clone",
      changes: {},
    });
    assert.deepEqual(await forms.save(clone), {
      kind: "saved",
      name: "two-copy",
    });
    assert.equal(await forms.remove("two"), undefined);
    await services.profiles();
    await sentSecret(services, { io, profile: "two-copy" });
  }, setting);
  assert.deepEqual(sent, [SECRET, SECRET]);
  assert.deepEqual(profilesIn(files).map(({ name }) => name), [
    "app",
    "chain",
    "two-copy",
  ]);
});

Deno.test("a rename is followed by the default and by profiles that take its tokens", async () => {
  const text = JSON.stringify({ version: 1, default: "app", profiles: KEPT });
  const { files } = await withServices(async (services) => {
    const rename = await edited(services, {
      profile: "app",
      changes: { name: "api" },
    });
    assert.equal((await services.forms.save(rename)).kind, "saved");
  }, { files: { [PROFILES]: text } });
  const document = JSON.parse(files.get(PROFILES) ?? "");
  assert.equal(document.default, "api");
  assert.equal(document.profiles[1].userAssertion, "profile:api");
});

Deno.test("a secret that could not be written with its profile is not left behind", async () => {
  const storage = memoryStorage();
  await withServices(async ({ forms }, io) => {
    Object.assign(io.files, {
      writePrivate: () => Promise.reject(new Error("the disk is full")),
    });
    await assert.rejects(
      forms.save(draft({ proof: "secret" }, {
        clientSecret: new Secret(SECRET),
      })),
      /Cannot write/,
    );
  }, { storage });
  const { code } = await runFake(["get-token", "-p", "work"], {
    storage,
    files: {
      [PROFILES]: profilesText([{
        name: "work",
        tenant: TENANT,
        clientId: CLIENT,
        scopes: ["api://x/.default"],
        clientSecret: "keyring",
      }]),
    },
  });
  assert.equal(code, 78);
});

Deno.test("of two forms that make one name, the second seals nothing over the first", async () => {
  const storage = memoryStorage();
  const { files } = await withServices(async ({ forms }, io) => {
    let last: Promise<unknown> = Promise.resolve();
    Object.assign(io.files, {
      withLock: (_path: string, work: () => Promise<unknown>) =>
        last = last.catch(() => {}).then(work),
    });
    const save = (secret: string) =>
      forms.save(draft({
        ...{ proof: "secret", scopes: "", target: "resource" },
        ...{ resource: "api://x", flow: "client-credentials" },
      }, { clientSecret: new Secret(secret) }));
    const [first, second] = await Promise.all([save(SECRET), save("other")]);
    assert.deepEqual([first.kind, second.kind], ["saved", "refused"]);
  }, { storage });
  const { ports } = await runFake(["get-token", "-p", "work", "--no-cache"], {
    storage,
    files: Object.fromEntries(files),
    replies: [tokenAnswer()],
  });
  assert.equal(ports.sent[0]?.form?.get("client_secret"), SECRET);
});

Deno.test("a secret that is no longer referred to is removed", async () => {
  const memory = memoryStorage();
  const removed: string[] = [];
  const storage: typeof memory = {
    ...memory,
    async records(path) {
      const records = await memory.records(path);
      return {
        ...records,
        removeSecrets(partition) {
          removed.push(partition);
          return records.removeSecrets(partition);
        },
      };
    },
  };
  await withServices(async (services) => {
    const { forms } = services;
    await forms.save(draft({ proof: "secret" }, {
      clientSecret: new Secret(SECRET),
    }));
    assert.deepEqual(removed, []);
    const change = await edited(services, {
      profile: "work",
      changes: { secretFrom: "env", secretPlace: "MY_SECRET" },
    });
    assert.equal((await forms.save(change)).kind, "saved");
  }, { storage });
  assert.deepEqual(removed, ["secrets work"]);
});
