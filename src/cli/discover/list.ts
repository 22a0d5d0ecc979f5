import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { GraphError } from "../graph/graph_error.ts";
import {
  type AppRegistration,
  listRegistrations,
} from "../graph/registrations.ts";
import type { GraphSession } from "../graph/sign_in.ts";
import { createStatusLine } from "../terminal/status_line.ts";
import { askWhether } from "./questions.ts";

/** Silence longer than this makes people wonder. */
const PATIENCE_MS = 1_000;

interface Counter {
  readonly count: (found: number) => void;
  readonly stop: () => void;
}

/**
 * Counts on a terminal from the second page on, and says one line elsewhere.
 * Before the first page somebody may be signing in.
 */
function createCounter({ io, messages, options }: Context): Counter {
  const live = io.stderr.isTerminal && !options.trace && !options.quiet;
  const status = createStatusLine({ io, messages, live });
  let found = 0;
  let isOver = false;
  const line = () => `Reading app registrations, ${found} so far`;
  const begin = () => {
    if (live) return status.show(line, line());
    io.remind(PATIENCE_MS, () => {
      if (!isOver) messages.note(line());
    });
  };
  return {
    count(now) {
      const isFirst = found === 0;
      found = now;
      if (isFirst) begin();
      else if (live) status.refresh();
    },
    stop() {
      isOver = true;
      status.stop();
    },
  };
}

const NEEDED =
  "Reading app registrations needs Application.Read.All or Directory.Read.All";

/** A missing permission can be consented to at once, by somebody who may. */
async function consent(
  error: GraphError,
  { graph, context }: {
    readonly graph: GraphSession;
    readonly context: Context;
  },
): Promise<void> {
  const { io, messages } = context;
  const hint = graph.isPerson
    ? `${NEEDED}: ask an administrator of the tenant to consent`
    : `${NEEDED}: an administrator has to grant one to the application itself`;
  const refused = Object.assign(error, { hint });
  const canAsk = graph.isPerson && io.stdin.isTerminal && io.stderr.isTerminal;
  if (!canAsk) throw refused;
  messages.say(`${sanitizeText(error.message)}\n${NEEDED}`);
  const isWanted = await askWhether(
    "Ask for consent now, by a device code",
    io,
  );
  if (!isWanted) throw refused;
  await graph.signInBy("device-code");
}

/**
 * Reads the app registrations of a tenant, and tells how many there are so far.
 *
 * @param graph Who is signed in.
 * @param context Whom to tell, and whom to ask for consent.
 * @returns The registrations.
 * @throws {AuthError} If they cannot be read.
 */
export async function readTenant(
  graph: GraphSession,
  context: Context,
): Promise<readonly AppRegistration[]> {
  const read = async () => {
    const counter = createCounter(context);
    try {
      return await listRegistrations(graph, counter.count);
    } finally {
      counter.stop();
    }
  };
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GraphError) || !error.isDenied) throw error;
    await consent(error, { graph, context });
    return await read();
  }
}
