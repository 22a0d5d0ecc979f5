// The commands that get a token, and what each does with it.
import { A_LOAN, A_TOKEN, type ContractRow } from "./contract_row.ts";
import { SIGN_IN, type SignInRow } from "./contract_sign_in_table.ts";

/** One command that signs in. */
interface Door {
  readonly line: (options: string) => string;
  readonly stdout?: (row: SignInRow) => RegExp | string;
  readonly sent?: readonly RegExp[];
  readonly stderr?: RegExp;
  /** Which rows it runs; all but variants unless it says so. */
  readonly takes?: (row: SignInRow) => boolean;
}

/** What needs nobody at a sign-in page. */
function isAlone({ options, isVariant }: SignInRow): boolean {
  return !isVariant &&
    /--client-id \$APP|-f (password|mi|ManagedIdentity|managed-identity|obo|on|On|azure|refresh|Refresh)/
      .test(options);
}

const DOORS: readonly Door[] = [
  {
    line: (options) => `get-token ${options}`,
    stdout: ({ isLoan }) => isLoan ? A_LOAN : A_TOKEN,
    takes: () => true,
  },
  {
    line: (options) => `refresh ${options}`,
    stdout: ({ isLoan }) => isLoan ? A_LOAN : A_TOKEN,
    takes: isAlone,
  },
  { line: (options) => `login ${options}`, stderr: /Signed in|Kept|Not kept/ },
  { line: (options) => `watch ${options}`, stdout: () => "watch" },
  {
    line: (options) => `call $API ${options}`,
    stdout: () => /^\{"ok":true\}\n?$/,
    sent: [/^authorization: Bearer \S+$/m],
  },
  {
    line: (options) => `exec ${options} -- make all`,
    sent: [/child make all with ACCESS_TOKEN/],
  },
];

function rowOf(door: Door, row: SignInRow): ContractRow {
  const { options, world, code = 0, sent = [], stderr } = row;
  const isGood = code === 0;
  const stdout = isGood ? door.stdout?.(row) : undefined;
  const run = door.line(options);
  const told = stderr ?? (isGood ? door.stderr : undefined);
  return {
    run,
    code,
    ...(world === undefined ? {} : { world }),
    ...(stdout === undefined
      ? run.startsWith("watch") ? { stdout: "watch" } : {}
      : { stdout }),
    ...(told === undefined ? {} : { stderr: told }),
    sent: [...sent, ...(isGood ? door.sent ?? [] : [])],
  };
}

/** Every way to sign in, by every command that does. */
export const DOOR_ROWS: readonly ContractRow[] = DOORS.flatMap((door) =>
  SIGN_IN.filter(door.takes ?? (({ isVariant }) => !isVariant))
    .map((row) => rowOf(door, row))
);
