import assert from "node:assert/strict";
import { DEFAULT_WORLD } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI_REQUEST,
  codeFor,
  CONTOSO,
  openBrowser,
  openSandbox,
  postForm,
  redemption,
  redirected,
  SHOP_REQUEST,
} from "./visitor.ts";

const GRACE = "grace@contoso.onmicrosoft.example";

Deno.test({
  name:
    "Every page says that it is a sandbox, is not stored, and loads nothing",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const pages = [
      await browser.get("/"),
      await browser.get("/devicelogin"),
      await browser.get("/error?code=70011"),
      await browser.get("/error?code=1"),
      await browser.authorize(CLI_REQUEST),
      await browser.authorize({
        ...CLI_REQUEST,
        redirect_uri: "https://evil.example",
      }),
      await browser.get(`/${CONTOSO}/oauth2/v2.0/logout`),
    ];
    for (const page of pages) {
      const html = await page.text();
      assert.match(html, /^<!doctype html>\s*<html lang="en">/);
      assert.match(html, /SANDBOX: .*This is not Microsoft/);
      assert.match(page.headers.get("cache-control") ?? "", /no-store/);
      assert.match(
        page.headers.get("content-security-policy") ?? "",
        /default-src 'none'/,
      );
      assert.doesNotMatch(html, /<script|(src|href)="http/);
    }
  },
});

Deno.test({
  name:
    "Every field of the sign-in page has a label, and every seeded user of the tenant is offered",
  permissions: "none",
  async fn() {
    const html = await (await openBrowser(openSandbox()).authorize(CLI_REQUEST))
      .text();
    for (const { username, tenant_id, guest_of = [] } of DEFAULT_WORLD.users) {
      const offered = [tenant_id, ...guest_of.map((guest) => guest.tenant_id)]
        .includes(CONTOSO);
      assert.equal(html.includes(username), offered, username);
    }
    const inputs = html.match(/<input\b/g)?.length ?? 0;
    const labelled = html.match(/<label[^>]*>[^]*?<\/label>/g)
      ?.filter((label) => label.includes("<input")).length;
    assert.equal(labelled, inputs);
    assert.match(html, /<legend>/);
  },
});

Deno.test({
  name: "login_hint preselects the user",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const html =
      await (await browser.authorize({ ...CLI_REQUEST, login_hint: GRACE }))
        .text();
    assert.match(html, new RegExp(`value="${GRACE}"\\s+required checked`));
  },
});

Deno.test({
  name: "Names from the world are escaped on the pages",
  permissions: "none",
  async fn() {
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      name: '<script>alert("x")</script>',
    }));
    const browser = openBrowser(
      openSandbox({ world: { ...DEFAULT_WORLD, clients } }),
    );
    const html = await (await browser.authorize(CLI_REQUEST)).text();
    assert.doesNotMatch(html, /<script>/);
    assert.match(html, /&lt;script&gt;/);
  },
});

for (
  const [does, username, password, code] of [
    ["a wrong password", ADA, "sandbox-wrong", 50126],
    ["an unknown user", "nobody@contoso.onmicrosoft.example", "x", 50034],
    [
      "a disabled user",
      "edsger@contoso.onmicrosoft.example",
      "sandbox-edsger",
      50057,
    ],
  ] as const
) {
  Deno.test({
    name:
      `The sign-in page shows AADSTS${code} for ${does} and lets the person try again`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const page = await browser.authorize(CLI_REQUEST);
      const again = await browser.press(page, {
        action: "sign_in",
        username,
        password,
      });
      assert.match(
        await again.clone().text(),
        new RegExp(`role="alert">AADSTS${code}`),
      );
      assert.ok(redirected(await browser.signIn(again, ADA)).get("code"));
    },
  });
}

Deno.test({
  name: "A user of another tenant is refused on the page with AADSTS50020",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const page = await browser.authorize(
      CLI_REQUEST,
      "fabrikam.onmicrosoft.example",
    );
    assert.match(await (await browser.signIn(page, ADA)).text(), /AADSTS50020/);
  },
});

Deno.test({
  name: "A user with a second factor approves it, and the token says so",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const second = await browser.signIn(
      await browser.authorize(CLI_REQUEST),
      GRACE,
    );
    assert.match(await second.clone().text(), /Approve the sign-in/);
    const code =
      redirected(await browser.press(second, { action: "approve" })).get(
        "code",
      ) ?? "";
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    assert.deepEqual(claimsOf(body["access_token"])["amr"], ["pwd", "mfa"]);
  },
});

Deno.test({
  name: "The consent page names client and scopes once, and is remembered",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const consent = await browser.signIn(
      await browser.authorize(SHOP_REQUEST),
      ADA,
    );
    const html = await consent.clone().text();
    assert.match(html, /Contoso Web Shop/);
    assert.match(html, /User\.Read/);
    assert.ok(
      redirected(await browser.press(consent, { action: "accept" })).get(
        "code",
      ),
    );
    assert.ok(redirected(await browser.authorize(SHOP_REQUEST)).get("code"));
    const more = { ...SHOP_REQUEST, scope: "openid Mail.Read" };
    assert.match(
      await (await browser.authorize(more)).text(),
      /Permissions requested/,
    );
  },
});

for (const stage of ["sign-in", "consent"] as const) {
  Deno.test({
    name:
      `Cancel on the ${stage} page gives access_denied with error_subcode=cancel`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const page = await browser.authorize(SHOP_REQUEST);
      const shown = stage === "sign-in"
        ? page
        : await browser.signIn(page, ADA);
      const answer = redirected(
        await browser.press(shown, { action: "cancel" }),
      );
      assert.equal(answer.get("error"), "access_denied");
      assert.equal(answer.get("error_subcode"), "cancel");
      assert.match(answer.get("error_description") ?? "", /^AADSTS65004: /);
      assert.equal(answer.get("state"), "state-1");
    },
  });
}

Deno.test({
  name:
    "A signed-in browser gets its next code without a page, also with prompt=none",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    await browser.signIn(await browser.authorize(CLI_REQUEST), ADA);
    assert.ok(redirected(await browser.authorize(CLI_REQUEST)).get("code"));
    const silent = await browser.authorize({ ...CLI_REQUEST, prompt: "none" });
    assert.ok(redirected(silent).get("code"));
  },
});

Deno.test({
  name:
    "prompt=login, select_account and consent show their pages to a signed-in browser",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    await browser.signIn(await browser.authorize(CLI_REQUEST), ADA);
    for (
      const [prompt, title] of [
        ["login", "Sign in"],
        ["select_account", "Pick an account"],
        ["consent", "Permissions requested"],
      ] as const
    ) {
      const page = await browser.authorize({ ...CLI_REQUEST, prompt });
      assert.equal(page.status, 200, prompt);
      assert.match(await page.text(), new RegExp(`<h1>${title}</h1>`));
    }
  },
});

Deno.test({
  name: "max_age=0 asks for the password again",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    await browser.signIn(await browser.authorize(CLI_REQUEST), ADA);
    sandbox.control.advanceClock(1);
    const page = await browser.authorize({ ...CLI_REQUEST, max_age: "0" });
    assert.match(await page.text(), /<h1>Sign in<\/h1>/);
  },
});

Deno.test({
  name:
    "Two signed-in users make prompt=none fail with interaction_required, and a picker appear",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const login = { ...CLI_REQUEST, prompt: "login" };
    await browser.signIn(await browser.authorize(login), ADA);
    const second = await browser.signIn(await browser.authorize(login), GRACE);
    await browser.press(second, { action: "approve" });
    const silent = redirected(
      await browser.authorize({ ...CLI_REQUEST, prompt: "none" }),
    );
    assert.equal(silent.get("error"), "interaction_required");
    const hinted = { ...CLI_REQUEST, prompt: "none", login_hint: ADA };
    assert.ok(redirected(await browser.authorize(hinted)).get("code"));
    const picker = await browser.authorize(CLI_REQUEST);
    const picked = await browser.press(picker, {
      action: "pick",
      username: GRACE,
    });
    assert.ok(redirected(picked).get("code"));
  },
});

Deno.test({
  name: "prompt=none without consent gives consent_required",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    await browser.signIn(await browser.authorize(CLI_REQUEST), ADA);
    const answer = redirected(
      await browser.authorize({ ...SHOP_REQUEST, prompt: "none" }),
    );
    assert.equal(answer.get("error"), "consent_required");
  },
});

Deno.test({
  name: "An ID token of the sandbox is accepted as id_token_hint, even expired",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { body } = await postForm(sandbox, {
      fields: redemption(await codeFor(sandbox)),
    });
    sandbox.control.advanceClock(86_400);
    const page = await openBrowser(sandbox).authorize({
      ...CLI_REQUEST,
      id_token_hint: String(body["id_token"]),
    });
    assert.match(
      await page.text(),
      new RegExp(`value="${ADA}"\\s+required checked`),
    );
  },
});

Deno.test({
  name: "A sign-in page of one browser is refused to another",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const page = await openBrowser(sandbox).authorize(CLI_REQUEST);
    const answer = await openBrowser(sandbox).signIn(page, ADA);
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /another browser/);
  },
});

Deno.test({
  name: "A sign-in page that was open for 15 minutes has expired",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const page = await browser.authorize(CLI_REQUEST);
    sandbox.control.advanceClock(900);
    assert.match(await (await browser.signIn(page, ADA)).text(), /expired/);
  },
});

Deno.test({
  name: "The session cookie cannot be read by scripts",
  permissions: "none",
  async fn() {
    const page = await openBrowser(openSandbox()).authorize(CLI_REQUEST);
    assert.match(
      page.headers.get("set-cookie") ?? "",
      /HttpOnly; SameSite=Lax/,
    );
  },
});

Deno.test({
  name: "A query answer adds the missing slash and ends with an empty fragment",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const page = await browser.authorize({ ...CLI_REQUEST, client_info: "1" });
    const location =
      (await browser.signIn(page, ADA)).headers.get("location") ?? "";
    assert.match(
      location,
      /^http:\/\/localhost:53412\/\?code=1\..*&state=state-1#$/,
    );
    const answer = new URL(location).searchParams;
    assert.ok(answer.get("session_state"));
    assert.ok(answer.get("client_info"));
    assert.equal(answer.get("iss"), null);
  },
});

Deno.test({
  name: "response_mode=fragment answers behind the hash",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const page = await browser.authorize({
      ...CLI_REQUEST,
      response_mode: "fragment",
    });
    const url = new URL(
      (await browser.signIn(page, ADA)).headers.get("location") ?? "",
    );
    assert.equal(url.search, "");
    assert.ok(new URLSearchParams(url.hash.slice(1)).get("code"));
  },
});

Deno.test({
  name:
    "response_mode=form_post answers with a form that posts itself and has a button",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const state = '"><b>';
    const page = await browser.authorize({
      ...CLI_REQUEST,
      response_mode: "form_post",
      state,
    });
    const answer = await browser.signIn(page, ADA);
    assert.equal(answer.status, 200);
    const html = await answer.text();
    assert.match(
      html,
      /<form method="post" action="http:\/\/localhost:53412">/,
    );
    assert.match(html, /name="code"\s+value="1\./);
    assert.match(html, /name="state"\s+value="&quot;&gt;&lt;b&gt;"/);
    assert.match(html, /<button type="submit">Continue<\/button>/);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const nonce = html.match(/<script nonce="([^"]+)">/)?.[1];
    assert.ok(policy.includes(`script-src 'nonce-${nonce}'`));
    assert.ok(policy.includes("form-action 'self' http://localhost:53412;"));
  },
});

Deno.test({
  name: "The authorization endpoint takes the same parameters by POST",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const page = await browser.post(
      `/${CONTOSO}/oauth2/v2.0/authorize`,
      CLI_REQUEST,
    );
    assert.ok(redirected(await browser.signIn(page, ADA)).get("code"));
  },
});

Deno.test({
  name: "Sign-out ends the session and returns only to a registered address",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    await browser.signIn(await browser.authorize(CLI_REQUEST), ADA);
    const path = `/${CONTOSO}/oauth2/v2.0/logout?post_logout_redirect_uri=`;
    const evil = await browser.get(
      path + encodeURIComponent("https://evil.example/"),
    );
    assert.equal(evil.status, 200);
    const home = await browser.get(
      path + encodeURIComponent("https://app.contoso.example/callback"),
    );
    assert.equal(
      home.headers.get("location"),
      "https://app.contoso.example/callback",
    );
    const silent = await browser.authorize({ ...CLI_REQUEST, prompt: "none" });
    assert.equal(redirected(silent).get("error"), "login_required");
  },
});

Deno.test({
  name: "autoApprove with a user answers authorization requests without a page",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ autoApprove: { username: ADA } });
    const browser = openBrowser(sandbox);
    assert.ok(redirected(await browser.authorize(SHOP_REQUEST)).get("code"));
    const none = await openBrowser(sandbox).authorize({
      ...CLI_REQUEST,
      prompt: "none",
    });
    assert.equal(redirected(none).get("error"), "login_required");
  },
});
