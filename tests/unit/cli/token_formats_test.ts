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

for (const format of Object.keys(TOKEN_FORMATS)) {
  Deno.test(
    `formatToken() refuses as ${format} what no token can be`,
    options,
    () => {
      for (const accessToken of ["", "a b", "a\nb", "a\u001b[2Jb", "ä"]) {
        assert.throws(
          () => formatToken({ ...token, accessToken }, { format, now }),
          (error) =>
            error instanceof AuthError && error.code === "response_invalid",
        );
      }
    },
  );
  Deno.test(
    `formatToken() keeps the refresh token out of ${format} and ends with a newline`,
    options,
    () => {
      assert.ok(!write(format).includes("refresh-secret"));
      assert.match(write(format), /[^\n]\n$/);
    },
  );
}

Deno.test("formatToken() writes the token alone", options, () => {
  assert.equal(write("token"), "abc.def.ghi\n");
});

Deno.test(
  "formatToken() writes every documented member as json",
  options,
  () => {
    assert.deepEqual(JSON.parse(write("json", { profile: "work" })), {
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
  () => {
    const app = JSON.parse(
      formatToken({ ...token, account: null }, { format: "json", now }),
    );
    assert.equal(app.account, null);
    assert.equal(app.profile, null);
  },
);

Deno.test(
  "formatToken() writes the refresh token when it was asked for",
  options,
  () => {
    const { refresh_token } = JSON.parse(
      write("json", { includeRefreshToken: true }),
    );
    assert.equal(refresh_token, "refresh-secret");
  },
);

Deno.test("formatToken() writes yaml", options, () => {
  const text = write("yaml");
  assert.match(text, /^access_token: abc\.def\.ghi$/m);
  assert.match(text, /^scopes:\n {2}- User\.Read\n {2}- Mail\.Read$/m);
  assert.match(text, /^account:\n {2}username: ada@contoso\.com$/m);
  assert.match(text, /^expires_at: "2026-01-01T00:59:59\.500Z"$/m);
  assert.match(text, /^profile: null$/m);
});

Deno.test(
  "formatToken() writes a header and the curl configuration with it",
  options,
  () => {
    assert.equal(write("header"), "Authorization: Bearer abc.def.ghi\n");
    assert.equal(
      write("curl"),
      'header = "Authorization: Bearer abc.def.ghi"\n',
    );
  },
);

Deno.test("formatToken() quotes for a shell and for curl", options, () => {
  const odd = { ...token, accessToken: `a'b"c\\d$(x)` };
  assert.equal(
    formatToken(odd, { format: "env", now }).split("\n")[0],
    `export ACCESS_TOKEN='a'\\''b"c\\d$(x)'`,
  );
  assert.equal(
    formatToken(odd, { format: "curl", now }),
    `header = "Authorization: Bearer a'b\\"c\\\\d$(x)"\n`,
  );
});

Deno.test("formatToken() writes the shapes of az and azd", options, () => {
  const az = JSON.parse(write("az"));
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
  assert.deepEqual(JSON.parse(write("azd")), {
    token: "abc.def.ghi",
    expiresOn: "2026-01-01T00:59:59Z",
  });
});

Deno.test("formatToken() writes an ExecCredential", options, () => {
  assert.deepEqual(JSON.parse(write("exec-credential")), {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: {
      expirationTimestamp: "2026-01-01T00:59:59Z",
      token: "abc.def.ghi",
    },
  });
});
