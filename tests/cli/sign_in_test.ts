import assert from "node:assert/strict";
import {
  CLIENT,
  entraError,
  idToken,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";
import { deviceReplies } from "./calls.ts";
import { runFake, unsafeCharacters } from "./fake_io.ts";

Deno.test("get-token shows a device code on lines of their own, and one line of waiting", async () => {
  const ran = await runFake(
    ["get-token", "-t", TENANT, "--client-id", CLIENT, "-s", "User.Read"],
    { env: { SSH_TTY: "/dev/pts/0" }, replies: deviceReplies() },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "the-access-token\n");
  assert.deepEqual(ran.stderr.split("\n"), [
    "Flow: device-code, because over SSH there is no browser here",
    "To sign in, open this page on any device:",
    "  https://microsoft.com/devicelogin",
    "and enter this code:",
    "  ABCD-EFGH",
    "Enter only a code that you asked for yourself.",
    "Waiting for the sign-in; the code is valid for 15 minutes",
    "Signed in as ada@contoso.example",
    "",
  ]);
});

Deno.test("get-token rewrites one line of waiting on a terminal and takes it away", async () => {
  const ran = await runFake(
    [
      "get-token",
      "-t",
      TENANT,
      "--client-id",
      CLIENT,
      "-s",
      "User.Read",
      "-f",
      "device",
    ],
    {
      terminals: ["stdin", "stderr"],
      env: { NO_COLOR: "1" },
      replies: deviceReplies(),
    },
  );
  assert.equal(ran.code, 0);
  assert.ok(
    ran.stderr.includes(
      "\r\u001b[2KWaiting for you · 15:00 left · attempt 2 · every 5 s\r\u001b[2KSigned in as ada",
    ),
    ran.stderr,
  );
});

Deno.test("get-token -q keeps quiet but for what the user has to do", async () => {
  const ran = await runFake(
    [
      "get-token",
      "--quiet",
      "-t",
      TENANT,
      "--client-id",
      CLIENT,
      "-s",
      "User.Read",
      "-f",
      "device",
    ],
    {
      terminals: ["stdin", "stderr"],
      env: { NO_COLOR: "1" },
      replies: deviceReplies(),
    },
  );
  assert.equal(
    ran.stderr,
    "To sign in, open this page on any device:\n  https://microsoft.com/devicelogin\nand enter this code:\n  ABCD-EFGH\n",
  );
});

Deno.test("get-token tells of slow_down and of lost connections, and goes on", async () => {
  const [start, pending, token] = deviceReplies();
  assert.ok(start && pending && token);
  const ran = await runFake(
    [
      "get-token",
      "-t",
      TENANT,
      "--client-id",
      CLIENT,
      "-s",
      "User.Read",
      "-f",
      "device",
    ],
    { replies: [start, entraError("slow_down"), new TypeError("down"), token] },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^The server asks for longer pauses: every 10 s$/m);
  assert.match(ran.stderr, /^Connection lost, still trying: ./m);
});

const BROWSER = [
  "get-token",
  "-t",
  TENANT,
  "--client-id",
  CLIENT,
  "-s",
  "User.Read",
  "-f",
  "interactive",
];

/** The fake random source's second answer, which is the nonce. */
const SECOND_DRAW = new Uint8Array(32).fill(2)
  .toBase64({ alphabet: "base64url", omitPadding: true });

/** The browser comes back with a code; the token's nonce is the request's. */
function signIn() {
  let nonce = "";
  return {
    visit(url: URL) {
      nonce = url.searchParams.get("nonce") ?? "";
      return { code: "the-code", state: url.searchParams.get("state") ?? "" };
    },
    replies: [() => tokenAnswer({ id_token: idToken({ nonce }) })],
  };
}

Deno.test("get-token opens the browser and gives a short address in case nothing shows", async () => {
  const ran = await runFake(BROWSER, { env: { DISPLAY: ":0" }, ...signIn() });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.ports.opened.length, 1);
  assert.match(
    ran.stderr,
    /if nothing shows, open http:\/\/localhost:50001\/start$/m,
  );
  assert.doesNotMatch(ran.stderr, /oauth2\/v2\.0\/authorize/);
});

Deno.test("get-token --no-open shows the whole address on one line and opens nothing", async () => {
  const ran = await runFake([...BROWSER, "--no-open"], signIn());
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.ports.opened.length, 0);
  assert.match(
    ran.stderr,
    /^https:\/\/login\.microsoftonline\.com\/\S+\/authorize\?\S+$/m,
  );
});

Deno.test("get-token shows the address when no browser can be opened", async () => {
  const ran = await runFake(BROWSER, {
    ...signIn(),
    browser: () =>
      Promise.reject(new Error("There is no browser to open here")),
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(
    ran.stderr,
    /^No browser was opened: There is no browser to open here$/m,
  );
  assert.match(ran.stderr, /^https:\/\/\S+\/authorize\?\S+$/m);
});

Deno.test("get-token takes a pasted code where the redirect URI is not of this machine", async () => {
  const ran = await runFake([
    ...[
      "get-token",
      "-t",
      TENANT,
      "--client-id",
      CLIENT,
      "-s",
      "User.Read",
      "-f",
      "code",
    ],
    ...["--redirect-uri", "https://app.contoso.com/signin"],
  ], {
    realRedirect: true,
    stdin: "0.AXkAcode-that-was-pasted\n",
    replies: [tokenAnswer({ id_token: idToken({ nonce: SECOND_DRAW }) })],
  });
  assert.equal(ran.stdout, "the-access-token\n", ran.stderr);
  assert.equal(
    ran.ports.sent[0]?.form.get("code"),
    "0.AXkAcode-that-was-pasted",
  );
  assert.match(ran.stderr, /^https:\/\/\S+\/authorize\?\S+$/m);
  assert.ok(!ran.stderr.includes("0.AXkA"));
});

Deno.test("get-token asks a person again who pasted something else, and a pipe never", async () => {
  const call = [
    ...["get-token", "-t", TENANT, "--client-id", CLIENT, "-s", "User.Read"],
    ...["-f", "code", "--redirect-uri", "https://app.contoso.com/signin"],
  ];
  const setting = {
    realRedirect: true,
    stdin: "what was that\n0.AXkAcode-that-was-pasted\n",
  };
  const asked = await runFake(call, {
    ...setting,
    terminals: ["stdin"],
    replies: [tokenAnswer({ id_token: idToken({ nonce: SECOND_DRAW }) })],
  });
  assert.equal(asked.stdout, "the-access-token\n", asked.stderr);
  assert.match(asked.stderr, /Cannot find the answer[^]*Paste the whole/);
  const piped = await runFake(call, setting);
  assert.equal(piped.code, 4);
  assert.match(piped.stderr, /Cannot find the answer/);
});

Deno.test("get-token passes what is asked on to the sign-in page", async () => {
  const sign = signIn();
  let url: URL | undefined;
  const ran = await runFake([
    ...BROWSER,
    ...["--login-hint", "ada@contoso.com", "--domain-hint", "contoso.com"],
    ...["--prompt", "login", "--claims", '{"access_token":{}}'],
  ], {
    ...sign,
    visit: (address) => {
      url = address;
      return sign.visit(address);
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(url?.searchParams.get("login_hint"), "ada@contoso.com");
  assert.equal(url?.searchParams.get("domain_hint"), "contoso.com");
  assert.equal(url?.searchParams.get("prompt"), "login");
  assert.equal(url?.searchParams.get("claims"), '{"access_token":{}}');
});

Deno.test("get-token shows no character of the server's that acts on a terminal", async () => {
  const name = "ada\u001b[2J\u202e@contoso.com";
  const ran = await runFake(
    [
      "get-token",
      "-t",
      TENANT,
      "--client-id",
      CLIENT,
      "-s",
      "User.Read",
      "-f",
      "device",
    ],
    {
      replies: [
        ...deviceReplies().slice(0, 2),
        tokenAnswer({ id_token: idToken({ preferred_username: name }) }),
      ],
    },
  );
  assert.match(ran.stderr, /^Signed in as ada/m);
  assert.deepEqual(unsafeCharacters(ran.stderr), []);
});
