// P9: a clock that is wrong, for the real program with a kept token.
import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { decodeToken } from "../../src/engine/jwt/decode.ts";
import { diagnoseKernelKeyring } from "../../src/adapters/protection/situations.ts";
import { clientId } from "../support/product.ts";
import {
  type KeptWorld,
  type Ran,
  withKeptWorld,
} from "../support/kept_calls.ts";

const LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Skew {
  /** As the library spells it. */
  readonly offset: string;
  readonly seconds: number;
  /** Whether a token of an hour is still good at that time. */
  readonly isGood: boolean;
  /** What the list says of it. */
  readonly listed: RegExp;
  /** Whether an ID token that was just issued can be taken. */
  readonly maySignIn: boolean;
}

const SKEWS: readonly Skew[] = [
  {
    offset: "-1d",
    seconds: -DAY,
    isGood: false,
    listed: / {2}not used: the clock was set back {2}/,
    maySignIn: false,
  },
  {
    offset: "+10m",
    seconds: 10 * MINUTE,
    isGood: true,
    listed: / {2}valid (49|50) minutes {2}/,
    maySignIn: true,
  },
  {
    offset: "+400d",
    seconds: 400 * DAY,
    isGood: false,
    listed: / {2}expired {2}/,
    maySignIn: false,
  },
];

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** The program on the machine, at the right time and at the wrong one. */
function clocks(world: KeptWorld, { offset, store }: {
  readonly offset: string;
  readonly store: string;
}) {
  const env = { ENTRADA_TOKEN_STORE: store };
  const wrong = { ...env, LD_PRELOAD: LIBRARY, FAKETIME: offset };
  return {
    right: (...args: string[]) => world.run(args, { env }),
    wrong: (args: readonly string[], more: Record<string, string> = {}) =>
      world.run(args, { env: { ...wrong, ...more } }),
  };
}

const GET = ["get-token", "-p", "work"];

/** A token is good whose own end, by the authority's clock, is to come. */
function requireGood({ code, stdout, stderr }: Ran): string {
  assert.equal(code, 0, stderr);
  const { payload } = decodeToken(stdout.trim());
  assert.ok(Number(payload.exp) > Date.now() / 1000, "the token has expired");
  return stdout.trim();
}

/** What the program answers with a wrong clock, and with the right one after it. */
async function requireHonest(
  world: KeptWorld,
  { skew, store }: { readonly skew: Skew; readonly store: string },
): Promise<number> {
  const { right, wrong } = clocks(world, { offset: skew.offset, store });
  const first = requireGood(await right(...GET));
  const listed = await wrong(["cache", "list"]);
  assert.match(listed.stdout, skew.listed, listed.stderr);
  const { entries: [entry] } = JSON.parse(
    (await wrong(["cache", "list", "--json"])).stdout,
  );
  assert.equal(entry.state, skew.isGood ? "fresh" : "stale");
  const second = requireGood(await wrong(GET));
  assert.equal(second === first, skew.isGood, "the kept token served");
  const again = requireGood(await wrong(GET));
  assert.equal(again, second, "the new one is kept");
  // What was kept by the wrong clock must not seem good for too long.
  const third = requireGood(await right(...GET));
  assert.equal(third === second, skew.isGood, "the later token served");
  return 6;
}

interface Report {
  readonly findings: readonly {
    readonly id: string;
    readonly level: string;
    readonly details?: { readonly skew_seconds?: number };
  }[];
}

async function requireNamed(world: KeptWorld, skew: Skew): Promise<number> {
  const { wrong } = clocks(world, { ...skew, store: "memory" });
  const { stdout } = await wrong(["doctor", "-p", "work", "--json"]);
  const { findings }: Report = JSON.parse(stdout);
  const found = findings.find(({ id }) => id === "clock_skew");
  assert.equal(found?.level, "warning");
  const said = found?.details?.skew_seconds ?? 0;
  assert.ok(Math.abs(said - skew.seconds) < 5, `${said} s`);
  return Math.abs(said - skew.seconds);
}

async function requireRefused(world: KeptWorld, skew: Skew): Promise<void> {
  const { sandbox } = world;
  const ada = sandbox.ready.users.find(({ username }) =>
    username.startsWith("ada@contoso")
  );
  const { wrong } = clocks(world, { ...skew, store: "memory" });
  const ran = await wrong([
    ...["get-token", "-f", "password", "-s", "User.Read"],
    ...["--authority", sandbox.authority],
    ...["--client-id", clientId(sandbox, "Contoso CLI")],
    ...["--username", ada?.username ?? "", "--password-env", "PW"],
  ], { PW: ada?.password ?? "" });
  if (skew.maySignIn) return void requireGood(ran);
  assert.equal(ran.code, 3, ran.stderr);
  assert.equal(ran.stdout, "");
  assert.match(ran.stderr, /^Hint: .*check the clock of this machine/m);
}

const ignore = Deno.build.os !== "linux" || !isThere(LIBRARY);
const why = ignore ? " (skipped: libfaketime is missing)" : "";
const stores = [
  "plaintext",
  ...diagnoseKernelKeyring().works ? ["kernel"] : [],
];

for (const skew of SKEWS) {
  Deno.test({
    name:
      `P9: with a clock that is wrong by ${skew.offset} no token is called valid that is not, and doctor says so${why}`,
    ignore,
    async fn() {
      let answers = 0;
      let off = 0;
      for (const store of stores) {
        await withKeptWorld(async (world) => {
          answers += await requireHonest(world, { skew, store });
        });
      }
      await withKeptWorld(async (world) => {
        off = await requireNamed(world, skew);
        await requireRefused(world, skew);
      });
      print(
        `P9: clock ${skew.offset}: ${answers} answers from ${
          stores.join(" and ")
        }, 0 wrong "valid", 0 expired tokens; doctor names the skew to ${off} s`,
      );
    },
  });
}
