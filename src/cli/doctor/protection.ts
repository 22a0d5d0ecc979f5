import type {
  PathFacts,
  ProtectionFacts,
} from "../../adapters/diagnosis/mod.ts";
import type { ProtectionName } from "../../adapters/protection/protection.ts";
import { type Finding, finding, type Level } from "./finding.ts";
import { isOpen, modeText, shellWord } from "./modes.ts";

/** What decides where the key is, beside what was found. */
export interface ProtectionPlace {
  /** What the environment or the profile asks for, and which of them. */
  readonly asked?: { readonly name: ProtectionName; readonly by: string };
  /** The file that ENTRADA_PASSPHRASE_FILE names. */
  readonly passphraseFile?: PathFacts;
  /** Whether a person can be asked for a passphrase. */
  readonly canAsk: boolean;
  /** Whether the system's own words are wanted. */
  readonly verbose: boolean;
}

const SENTENCES: Readonly<Record<ProtectionName, readonly [Level, string]>> = {
  keyring: ["ok", "Kept tokens are sealed; the key is in the system's keyring"],
  kernel: [
    "note",
    "Kept tokens are sealed; the key is in the kernel's keyring, until this machine restarts",
  ],
  vault: ["ok", "Kept tokens are sealed by your passphrase"],
  memory: ["warning", "Tokens are not kept: they end with each command"],
  plaintext: [
    "warning",
    "Tokens are kept in PLAIN TEXT: whoever gets at the files has them",
  ],
};

const FIXES: Partial<Record<ProtectionName, string>> = {
  kernel:
    "For tokens that outlive a restart, set ENTRADA_TOKEN_STORE to keyring or vault",
  memory:
    "Set ENTRADA_PASSPHRASE_FILE to seal them by a passphrase, or put a keyring right as told below",
  plaintext: "Set ENTRADA_TOKEN_STORE to keyring, kernel or vault, or unset it",
};

interface Choice {
  readonly name: ProtectionName;
  readonly why: string;
  readonly source: "asked" | "remembered" | "next";
}

/** What the next sign-in would choose, in the order of preference. */
function nextChoice(
  { keyring, kernel }: ProtectionFacts,
  { canAsk, passphraseFile }: ProtectionPlace,
): Choice {
  const source = "next";
  if (keyring.works) {
    return { name: "keyring", why: "it works here", source };
  }
  if (kernel.works) {
    return {
      name: "kernel",
      why: "the system's keyring does not work",
      source,
    };
  }
  if (canAsk || passphraseFile !== undefined) {
    return { name: "vault", why: "no keyring works", source };
  }
  return {
    name: "memory",
    why: "no keyring works, and nobody can be asked for a passphrase",
    source,
  };
}

function choiceOf(facts: ProtectionFacts, place: ProtectionPlace): Choice {
  const { asked } = place;
  if (asked !== undefined) {
    return { name: asked.name, why: `${asked.by} says so`, source: "asked" };
  }
  const { remembered } = facts;
  return remembered === undefined ? nextChoice(facts, place) : {
    name: remembered.name,
    why: `chosen earlier: ${remembered.reason}`,
    source: "remembered",
  };
}

/** Why the chosen place does not work now. */
function failureOf(
  { name }: Choice,
  { facts, place }: {
    readonly facts: ProtectionFacts;
    readonly place: ProtectionPlace;
  },
): { readonly what: string; readonly fix?: string | undefined } | undefined {
  if (name === "keyring" || name === "kernel") {
    const { works, sentence, next } = facts[name];
    return works ? undefined : { what: sentence, fix: next };
  }
  const canHave = place.canAsk || place.passphraseFile !== undefined;
  if (name !== "vault" || canHave) return undefined;
  return {
    what: "Nobody can be asked for the passphrase here",
    fix: "Set ENTRADA_PASSPHRASE_FILE, or run it in a terminal",
  };
}

function protectionFinding(
  facts: ProtectionFacts,
  place: ProtectionPlace,
): Finding {
  const choice = choiceOf(facts, place);
  const { name, why, source } = choice;
  const details = { protection: name, source, reason: why };
  const failure = failureOf(choice, { facts, place });
  if (failure !== undefined) {
    return finding("protection_failed", "error", {
      message: `Tokens cannot be kept: ${failure.what.charAt(0).toLowerCase()}${
        failure.what.slice(1)
      } (${name}; ${why})`,
      fix: failure.fix,
      details,
    });
  }
  const [level, sentence] = SENTENCES[name];
  return finding("protection", level, {
    message: `${sentence} (${
      source === "next" ? `the next sign-in chooses so: ${why}` : why
    })`,
    fix: FIXES[name],
    details,
  });
}

function choiceFindings({ isUnreadable }: ProtectionFacts): readonly Finding[] {
  if (!isUnreadable) return [];
  return [finding("protection_failed", "error", {
    message: "The file that says where the key is cannot be read",
    fix:
      "Look at protection.json in the state directory; without it the place is chosen anew",
  })];
}

function passphraseFindings(
  { passphraseFile }: ProtectionPlace,
): readonly Finding[] {
  if (passphraseFile === undefined) return [];
  const { path, kind, size, mode } = passphraseFile;
  if (
    kind === "missing" || kind === "directory" ||
    (kind === "file" && size === 0)
  ) {
    return [finding("passphrase_file", "error", {
      message: `ENTRADA_PASSPHRASE_FILE names ${path}, which ${
        kind === "missing"
          ? "does not exist"
          : kind === "directory"
          ? "is a directory"
          : "is empty"
      }`,
      fix:
        "Write the passphrase to that file, readable by you alone, or unset the variable",
      details: { path },
    })];
  }
  if (mode === undefined || !isOpen(mode)) return [];
  return [finding("passphrase_file", "warning", {
    message: `Others may read the passphrase in ${path} (mode ${
      modeText(mode)
    })`,
    fix: `chmod 600 ${shellWord(path)}`,
    details: { path, mode: modeText(mode) },
  })];
}

function situationFinding(
  id: "keyring" | "kernel_keyring",
  { situation, verbose }: {
    readonly situation: ProtectionFacts["keyring"];
    readonly verbose: boolean;
  },
): Finding {
  const { works, sentence, next, cause } = situation;
  const said = verbose && cause instanceof Error ? cause.message : undefined;
  return finding(id, works ? "ok" : "note", {
    message: sentence,
    fix: next,
    details: {
      situation: situation.id,
      ...(said === undefined ? {} : { said }),
    },
  });
}

/**
 * Judges what protects kept tokens, and the keyrings of this machine.
 *
 * @param facts What was found.
 * @param place What decides beside it.
 * @returns The findings.
 */
export function judgeProtection(
  facts: ProtectionFacts,
  place: ProtectionPlace,
): readonly Finding[] {
  const { verbose } = place;
  return [
    ...choiceFindings(facts),
    ...passphraseFindings(place),
    protectionFinding(facts, place),
    situationFinding("keyring", { situation: facts.keyring, verbose }),
    situationFinding("kernel_keyring", { situation: facts.kernel, verbose }),
  ];
}
