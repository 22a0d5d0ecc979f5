import assert from "node:assert/strict";
import { tokenAnswer } from "../support/tokens.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { recordApi, runCall } from "./api_calls.ts";
import { env, SECRET, WHO } from "./calls.ts";
import { PROFILES, profilesText, runFake, START } from "./fake_io.ts";

const CLOUDS = [
  {
    cloud: "usgov",
    login: "login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    arm: "https://management.usgovcloudapi.net",
  },
  {
    cloud: "china",
    login: "login.partner.microsoftonline.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
    arm: "https://management.chinacloudapi.cn",
  },
] as const;
const [, TENANT = "", , CLIENT = ""] = WHO;
const ok = () => Response.json({ id: "ada" });

/** Answers tokens as the authority of one host, and everything else as an API. */
function network(login: string) {
  const forms: (readonly [url: string, scope: string | null])[] = [];
  const api = recordApi(() => Response.json({ value: [] }));
  const fetch = async (request: Request): Promise<Response> => {
    const { host, pathname } = new URL(request.url);
    if (host !== login) return await api.fetch(request);
    const form = new URLSearchParams(await request.text());
    forms.push([host + pathname, form.get("scope")]);
    return tokenAnswer();
  };
  const ports = { ...fakePorts({ start: START }), fetch, apiFetch: fetch };
  return { forms, calls: api.calls, ports: () => Promise.resolve(ports) };
}

for (const { cloud, login, graph, arm } of CLOUDS) {
  Deno.test(`call gets its token at ${login} for the APIs of ${cloud}`, async () => {
    for (
      const [url, resource] of [
        [`${graph}/v1.0/me`, graph],
        [`${arm}/subscriptions`, `${arm}/`],
      ] as const
    ) {
      const { forms, calls, ports } = network(login);
      const ran = await runFake(
        ["call", ...WHO, "--cloud", cloud, "--client-secret-env", "S", url],
        { env, replace: { ports } },
      );
      assert.equal(ran.code, 0, ran.stderr);
      assert.deepEqual(forms, [
        [`${login}/${TENANT}/oauth2/v2.0/token`, `${resource}/.default`],
      ]);
      assert.deepEqual(calls.map((each) => each.url), [url]);
      assert.doesNotMatch(ran.stderr, /Warning/);
    }
  });

  Deno.test(`discover asks ${graph} with a token of ${login} for a profile of ${cloud}`, async () => {
    const { forms, calls, ports } = network(login);
    const files = {
      [PROFILES]: profilesText([{
        ...{ name: "w", tenant: TENANT, clientId: CLIENT, cloud },
        clientSecret: "env:S",
      }]),
    };
    const ran = await runFake(["discover", "-p", "w"], {
      ...{ env, files },
      replace: { ports },
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(forms, [
      [`${login}/${TENANT}/oauth2/v2.0/token`, `${graph}/.default`],
    ]);
    const [asked] = calls;
    assert.ok(asked !== undefined);
    assert.ok(asked.url.startsWith(`${graph}/v1.0/applications?`), asked.url);
    assert.equal(asked.headers.get("authorization"), "Bearer the-access-token");
    assert.ok(!ran.stderr.includes(SECRET));
  });

  Deno.test(`call warns of a token of the public cloud for an API of ${cloud}`, async () => {
    const { stderr } = await runCall([`${graph}/v1.0/me`], { api: ok });
    assert.match(
      stderr,
      new RegExp(`of the cloud ${cloud}, and the token of public: use --cloud`),
    );
    const plain = await runCall(["https://graph.microsoft.com/v1.0/me"], {
      api: ok,
    });
    assert.doesNotMatch(plain.stderr, /Warning/);
  });
}

Deno.test("call takes the cloud from a profile's authority as well", async () => {
  const [{ login, graph }] = CLOUDS;
  const { forms, ports } = network(login);
  const files = {
    [PROFILES]: profilesText([{
      name: "w",
      authority: `https://${login}/${TENANT}`,
      clientId: CLIENT,
      clientSecret: "env:S",
    }]),
  };
  const ran = await runFake(["call", "-p", "w", `${graph}/v1.0/me`], {
    ...{ env, files },
    replace: { ports },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(forms.length, 1);
  assert.doesNotMatch(ran.stderr, /Warning/);
});
