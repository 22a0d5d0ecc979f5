import type {
  TokenCheck,
  Verification,
} from "../../engine/jwt/verify_result.ts";
import type {
  CheckEffect,
  CheckOutcome,
  CheckReading,
} from "../state/check.ts";
import type { Message } from "../state/message.ts";
import { adviceOn } from "./advice.ts";
import { clean } from "./present.ts";
import type { TuiServices } from "./services.ts";

interface World {
  readonly services: TuiServices;
  readonly dispatch: (message: Message) => void;
}

type Effect<Type extends CheckEffect["type"]> = Extract<
  CheckEffect,
  { type: Type }
>;

/** Looks closer at tokens, at one at a time. */
export interface Checks {
  /** Verifies a token, and ends what was verified before. */
  readonly verify: (
    effect: Effect<"verify_token">,
    world: World,
  ) => Promise<void>;
  /** Compares two tokens. */
  readonly compare: (
    effect: Effect<"compare_tokens">,
    world: World,
  ) => Promise<void>;
  /** Tells why an API would reject a token. */
  readonly judge: (
    effect: Effect<"judge_token">,
    world: World,
  ) => Promise<void>;
  /** Ends what is still under way. */
  readonly close: () => void;
}

/** In the shell these are options; here they are keys, or a field of the profile. */
const HINTS: Readonly<Partial<Record<TokenCheck["check"], string>>> = {
  audience: "Only its API can check this: {token.why} asks for that API",
  tenant: "Anybody can have a tenant: only the API knows which ones it trusts",
  issuer:
    "Anybody can run an issuer: trust one by a profile with its authority",
};

/**
 * Makes a check ready to be drawn.
 *
 * @param check The check.
 * @returns The same with clean texts, and without options of the shell.
 */
export function checkReading(
  { check, ok, hint, ...rest }: TokenCheck,
): CheckReading {
  const here = hint?.includes("--") ? HINTS[check] : hint;
  return clean({
    name: check.replaceAll("_", " "),
    mark: ok === "skipped" ? ok : ok ? "ok" : "wrong",
    ...rest,
    ...(here === undefined ? {} : { hint: here }),
  });
}

function outcomeOf(
  { valid, verified, checks }: Verification,
): CheckOutcome {
  if (verified) return valid ? "valid" : "signed";
  return checks.some(({ ok }) => ok === false) ? "invalid" : "unverified";
}

async function tellProblem(
  error: unknown,
  { checkId, world: { services, dispatch } }: {
    readonly checkId: number;
    readonly world: World;
  },
): Promise<void> {
  const { message, hint } = await adviceOn(error, services);
  const problem = hint === undefined ? message : `${message}. ${hint}`;
  dispatch({ type: "check_failed", checkId, problem });
}

async function verify(
  { checkId, token, profile }: Effect<"verify_token">,
  { signal, world }: { readonly signal: AbortSignal; readonly world: World },
): Promise<void> {
  const { services: { checks }, dispatch } = world;
  const whose = profile === undefined ? {} : { profile };
  try {
    const steps = checks.verify(token, { ...whose, signal });
    let next = await steps.next();
    for (; !next.done; next = await steps.next()) {
      if (signal.aborted) return;
      dispatch({ type: "checked", checkId, check: checkReading(next.value) });
    }
    dispatch({ type: "verified", checkId, outcome: outcomeOf(next.value) });
  } catch (error) {
    if (!signal.aborted) await tellProblem(error, { checkId, world });
  }
}

async function compare(
  { checkId, tokens }: Effect<"compare_tokens">,
  world: World,
): Promise<void> {
  const { services: { checks }, dispatch } = world;
  try {
    const { differences, same } = await checks.compare(...tokens);
    dispatch({
      type: "compared",
      checkId,
      differences: clean(
        differences.map(({ name, group, change, text }) => ({
          name,
          group,
          change,
          text,
        })),
      ),
      same: same.length,
    });
  } catch (error) {
    await tellProblem(error, { checkId, world });
  }
}

async function judge(
  { checkId, token, target }: Effect<"judge_token">,
  world: World,
): Promise<void> {
  const { services: { checks }, dispatch } = world;
  try {
    const found = await checks.reject(token, target);
    dispatch({
      type: "judged",
      checkId,
      target: clean(found.target),
      rejected: found.rejected,
      checks: found.checks.map(checkReading),
    });
  } catch (error) {
    await tellProblem(error, { checkId, world });
  }
}

/**
 * Makes what looks closer at tokens.
 *
 * @returns Nothing is under way yet.
 */
export function createChecks(): Checks {
  let ended = new AbortController();
  return {
    async verify(effect, world) {
      ended.abort();
      ended = new AbortController();
      await verify(effect, { signal: ended.signal, world });
    },
    compare,
    judge,
    close: () => ended.abort(),
  };
}
