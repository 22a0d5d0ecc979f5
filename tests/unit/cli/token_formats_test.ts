import assert from "node:assert/strict";
import type { AcquiredToken } from "../../../src/engine/client.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import { Secret } from "../../../src/engine/secret.ts";
import {
  formatToken,
  TOKEN_FORMATS,
} from "../../../src/cli/output/token_formats.ts";

const options = { permissions: "none" } as const;
const now = Date.UTC(2026, 0, 1);
const token: AcquiredToken = {
  accessToken: "abc.def.ghi",
  tokenType: "Bearer",
  expiresAt: now + 3_599_500,
  scopes: ["User.Read", "Mail.Read"],
  tenantId: "t",
  clientId: "c",
  account: {
    username: "ada@contoso.com",
    oid: "o",
    tid: "t",
    homeAccountId: "o.t",
  },
  idToken: "id.to.ken",
  refreshToken: new Secret("refresh-secret"),
  source: "flow",
  flow: "device-code",
};
const write = (format: string, more = {}) =>
  formatToken(token, { format, now, ...more });

// What writes YAML is loaded when it is used, which needs to read a file.
const FORMATS = Object.keys(TOKEN_FORMATS).filter((name) => name !== "yaml");
for (const format of FORMATS) {
  Deno.test(
    `formatToken() refuses as ${format} what no token can be`,
    options,
    async () => {
      for (const accessToken of ["", "a b", "a\nb", "a\u001b[2Jb", "ä"]) {
        await assert.rejects(
          () =>
            formatToken({ ...token, accessToken, idToken: "" }, {
              format,
              now,
            }),
          (error) =>
            error instanceof AuthError && error.code === "response_invalid",
        );
      }
    },
  );
  Deno.test(
    `formatToken() keeps the refresh token out of ${format} and ends with a newline`,
    options,
    async () => {
      const text = await write(format);
      assert.ok(!text.includes("refresh-secret"));
      assert.match(text, /[^\n]\n$/);
    },
  );
}

Deno.test("formatToken() writes the token alone", options, async () => {
  assert.equal(await write("token"), "abc.def.ghi\n");
});

Deno.test(
  "formatToken() writes every documented member as json",
  options,
  async () => {
    assert.deepEqual(JSON.parse(await write("json", { profile: "work" })), {
      access_token: "abc.def.ghi",
      token_type: "Bearer",
      expires_on: now / 1000 + 3599,
      expires_at: "2026-01-01T00:59:59.500Z",
      expires_in: 3599,
      scope: "User.Read Mail.Read",
      scopes: ["User.Read", "Mail.Read"],
      tenant_id: "t",
      client_id: "c",
      account: {
        username: "ada@contoso.com",
        oid: "o",
        tid: "t",
        home_account_id: "o.t",
      },
      id_token: "id.to.ken",
      source: "flow",
      flow: "device-code",
      profile: "work",
    });
  },
);

Deno.test(
  "formatToken() writes null where there is no account or profile",
  options,
  async () => {
    const app = JSON.parse(
      await formatToken({ ...token, account: null }, { format: "json", now }),
    );
    assert.equal(app.account, null);
    assert.equal(app.profile, null);
  },
);

Deno.test(
  "formatToken() writes the refresh token when it was asked for",
  options,
  async () => {
    const { refresh_token } = JSON.parse(
      await write("json", { includeRefreshToken: true }),
    );
    assert.equal(refresh_token, "refresh-secret");
  },
);

Deno.test(
  "formatToken() writes a header and the curl configuration with it",
  options,
  async () => {
    assert.equal(await write("header"), "Authorization: Bearer abc.def.ghi\n");
    assert.equal(
      await write("curl"),
      'header = "Authorization: Bearer abc.def.ghi"\n',
    );
  },
);

Deno.test(
  "formatToken() quotes for a shell and for curl",
  options,
  async () => {
    const odd = { ...token, accessToken: `a'b"c\\d$(x)` };
    assert.equal(
      (await formatToken(odd, { format: "env", now })).split("\n")[0],
      `export ACCESS_TOKEN='a'\\''b"c\\d$(x)'`,
    );
    assert.equal(
      await formatToken(odd, { format: "curl", now }),
      `header = "Authorization: Bearer a'b\\"c\\\\d$(x)"\n`,
    );
  },
);

Deno.test(
  "formatToken() writes the shapes of az and azd",
  options,
  async () => {
    const az = JSON.parse(await write("az"));
    assert.deepEqual(Object.keys(az), [
      "accessToken",
      "expiresOn",
      "expires_on",
      "tenant",
      "tokenType",
    ]);
    assert.match(az.expiresOn, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000000$/);
    assert.equal(
      new Date(az.expiresOn.replace(" ", "T")).getTime() / 1000,
      az.expires_on,
    );
    assert.deepEqual(JSON.parse(await write("azd")), {
      token: "abc.def.ghi",
      expiresOn: "2026-01-01T00:59:59Z",
    });
  },
);

Deno.test("formatToken() writes an ExecCredential", options, async () => {
  assert.deepEqual(JSON.parse(await write("exec-credential")), {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: {
      expirationTimestamp: "2026-01-01T00:59:59Z",
      token: "abc.def.ghi",
    },
  });
});
