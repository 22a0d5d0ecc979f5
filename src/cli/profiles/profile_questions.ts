import { parseFlowName } from "../../engine/flows/flow_names.ts";
import { Secret } from "../../engine/secret.ts";
import type { Profile } from "../../settings/profile.ts";
import type { ProfileDraft } from "../../tui/runtime/form_services.ts";
import type { FormFieldId } from "../../tui/state/form.ts";
import { visibleFields } from "../../tui/state/form_select.ts";
import { askLine } from "../terminal/ask_line.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { checkDraft } from "./profile_checks.ts";

type Draft = ProfileDraft;

/** One question about a profile. */
interface ProfileQuestion {
  readonly id: FormFieldId;
  readonly text: string;
  /** Reads the answer as a form has it; throws where it means nothing. */
  readonly read?: (answer: string) => string;
}

const PROOFS: Readonly<Record<string, string>> = {
  none: "none",
  public: "none",
  secret: "secret",
  clientsecret: "secret",
  certificate: "certificate",
  passwordlesscertificate: "certificate",
  assertion: "assertion",
};

function readProof(answer: string): string {
  const proof = PROOFS[answer.toLowerCase()];
  if (proof !== undefined) return proof;
  throw new UsageError("It is none, secret, certificate or assertion");
}

/** In the order in which answers are piped in; help tells it. */
const QUESTIONS: readonly ProfileQuestion[] = [
  { id: "name", text: "Profile name" },
  {
    id: "tenant",
    text: "Tenant (id, domain, common, organizations or consumers)",
  },
  {
    id: "clientId",
    text: "Client id (application id, or a name such as azure-cli)",
  },
  { id: "scopes", text: "Scopes (by space or comma; may be empty)" },
  {
    id: "proof",
    text: "Proof of the client (none, secret, certificate or assertion)",
    read: readProof,
  },
  { id: "clientSecret", text: "Client secret (not shown)" },
  {
    id: "clientCertificate",
    text: "Path of the certificate (PEM, PFX, P12 or DER)",
  },
  {
    id: "clientKey",
    text: "Path of its key (empty when it is in the same file)",
  },
  {
    id: "certificatePassword",
    text: "Its password (not shown; empty for none)",
  },
  {
    id: "clientAssertion",
    text:
      "Where the assertion is (file:PATH, env:NAME, github-actions or another)",
  },
  {
    id: "flow",
    text: "Flow (empty: chosen when it is used)",
    read: (answer) => answer === "" ? "" : parseFlowName(answer),
  },
  { id: "redirectUri", text: "Redirect URI (empty for the usual one)" },
];

/** Who is asked, and about what. */
export interface Asking {
  /** The terminal or the pipe. */
  readonly context: Context;
  /** The profiles that are there. */
  readonly profiles: readonly Profile[];
  /** What is known already, and not asked. */
  readonly known: ReadonlySet<FormFieldId>;
}

const HIDDEN = ["clientSecret", "certificatePassword"] as const;
type HiddenId = typeof HIDDEN[number];

function isHiddenId(id: FormFieldId): id is HiddenId {
  return (HIDDEN as readonly FormFieldId[]).includes(id);
}

/** Taken away rather than kept. */
const NOTHING = "-";

function withAnswer(
  draft: Draft,
  { question, answer }: {
    readonly question: ProfileQuestion;
    readonly answer: string;
  },
): Draft {
  const { id, read = (text: string) => text } = question;
  const { values } = draft;
  if (!isHiddenId(id)) {
    const text = answer === NOTHING ? "" : answer;
    return { ...draft, values: { ...values, [id]: read(text) } };
  }
  // An empty answer keeps what is there.
  if (answer === "") return draft;
  const from = id === "clientSecret" ? "secretFrom" : "passwordFrom";
  return {
    ...draft,
    values: { ...values, [from]: "typed" },
    secrets: { ...draft.secrets, [id]: new Secret(answer) },
  };
}

/** A secret can be asked for whose place is not known yet. */
function isAsked(draft: Draft, { id }: ProfileQuestion): boolean {
  const { proof } = draft.values;
  if (id === "clientSecret") return proof === "secret";
  if (id === "certificatePassword") return proof === "certificate";
  return visibleFields(draft).some((field) => field.id === id);
}

function problemOf(
  draft: Draft,
  { question: { id }, profiles }: {
    readonly question: ProfileQuestion;
    readonly profiles: readonly Profile[];
  },
): string | undefined {
  return checkDraft(draft, profiles)[id];
}

/** What is wrong with an answer, or the draft with it. */
function answered(
  draft: Draft,
  asked: {
    readonly question: ProfileQuestion;
    readonly answer: string;
    readonly profiles: readonly Profile[];
  },
): Draft | string {
  try {
    const after = withAnswer(draft, asked);
    return problemOf(after, asked) ?? after;
  } catch (error) {
    const { hint, message } = error as Error & { readonly hint?: string };
    return hint ?? message;
  }
}

/** Asks until the answer can be used; whoever cannot be asked again is told. */
async function ask(
  draft: Draft,
  { question, asking: { context: { io, messages }, profiles }, isFirst }: {
    readonly question: ProfileQuestion;
    readonly asking: Asking;
    readonly isFirst: boolean;
  },
): Promise<{ readonly draft: Draft; readonly hasEnded: boolean }> {
  const { id, text } = question;
  const isHidden = isHiddenId(id);
  const standard = isHidden ? "" : draft.values[id];
  for (;;) {
    const answer = await askLine({ text, standard, isHidden }, io);
    const hasEnded = answer === undefined;
    if (hasEnded && isFirst) return { draft, hasEnded };
    const given = { question, answer: answer ?? standard, profiles };
    const after = answered(draft, given);
    if (typeof after !== "string") return { draft: after, hasEnded };
    const [name] = text.split(" (");
    if (io.stdin.isTerminal && !hasEnded) {
      messages.say(after);
      continue;
    }
    throw new UsageError(
      hasEnded
        ? `Cannot ask for more: the answers end before "${name}"`
        : `Cannot use the answer to "${name}": ${
          after.slice(0, 1).toLowerCase() + after.slice(1)
        }`,
      "Give it as an option (see --help), pipe in an answer a line, or run it in a terminal",
    );
  }
}

/**
 * Asks for what a profile is made of: a line a question, on a terminal or from
 * a pipe. When the pipe ends, what is left is as it was.
 *
 * @param draft The profile as it is known so far.
 * @param asking Who is asked, and what is not.
 * @returns The draft with the answers; `undefined` where there was none.
 * @throws {UsageError} If an answer is missing or cannot be used, and nobody
 * can be asked again.
 */
export async function askProfile(
  draft: Draft,
  asking: Asking,
): Promise<Draft | undefined> {
  let after = draft;
  let isFirst = true;
  for (const question of QUESTIONS) {
    if (asking.known.has(question.id) || !isAsked(after, question)) continue;
    const asked = await ask(after, { question, asking, isFirst });
    if (isFirst && asked.hasEnded) return undefined;
    after = asked.draft;
    isFirst = false;
  }
  return after;
}

/**
 * Tells which questions a form's fields answer.
 *
 * @returns The fields that are asked for.
 */
export function askedFields(): ReadonlySet<FormFieldId> {
  return new Set([
    ...QUESTIONS.map(({ id }) => id),
    "secretFrom" as const,
    "passwordFrom" as const,
    "secretPlace" as const,
    "passwordPlace" as const,
  ]);
}
