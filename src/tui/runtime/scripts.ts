import type { Effect } from "../state/effect.ts";
import type { Message } from "../state/message.ts";
import type { ScriptNews } from "../state/script.ts";
import { adviceOn } from "./advice.ts";
import { clean } from "./present.ts";
import { createLineReader, type ReadLines } from "./script_lines.ts";
import type { TuiServices } from "./services.ts";

interface World {
  readonly services: TuiServices;
  readonly dispatch: (message: Message) => void;
}

type Of<Type extends Effect["type"]> = Extract<Effect, { type: Type }>;

/** Looks for scripts, reads them and runs them. */
export interface Scripts {
  /** Tells which there are. */
  readonly find: (world: World) => Promise<void>;
  /** Tells what one asks for. */
  readonly plan: (effect: Of<"plan_script">, world: World) => Promise<void>;
  /** Runs one. */
  readonly start: (effect: Of<"start_script">, world: World) => Promise<void>;
  /** Ends one. */
  readonly stop: (scriptId: number) => void;
  /** Ends all that run. */
  readonly close: () => void;
}

async function find({ services, dispatch }: World): Promise<void> {
  if (services.scripts === undefined) return;
  try {
    const scripts = clean(await services.scripts.list());
    dispatch({ type: "scripts_found", scripts });
  } catch (error) {
    const { message } = await adviceOn(error, services);
    dispatch({ type: "warned", text: message });
  }
}

/** Tells how one run goes; what fails is told in words. */
async function tell(
  scriptId: number,
  { services, dispatch, work }: World & {
    readonly work: () => Promise<ScriptNews>;
  },
): Promise<void> {
  try {
    dispatch({ type: "script_news", scriptId, news: await work() });
  } catch (error) {
    const { message, hint } = await adviceOn(error, services);
    const problem = hint === undefined ? message : `${message}. ${hint}`;
    const news = { kind: "failed", problem } as const;
    dispatch({ type: "script_news", scriptId, news });
  }
}

async function plan(
  { scriptId, path }: Of<"plan_script">,
  world: World,
): Promise<void> {
  const { scripts } = world.services;
  if (scripts === undefined) return;
  await tell(scriptId, {
    ...world,
    work: async () => ({
      kind: "planned",
      plan: clean(await scripts.plan(path)),
    }),
  });
}

async function start(
  { scriptId, path, token, ...allowed }: Of<"start_script">,
  { signal, world }: { readonly signal: AbortSignal; readonly world: World },
): Promise<void> {
  const { services: { scripts }, dispatch } = world;
  if (scripts === undefined) return;
  const reader = createLineReader(token?.access.reveal());
  const show = (read: ReadLines) => {
    if (read.lines.length === 0) return;
    dispatch({
      type: "script_news",
      scriptId,
      news: { kind: "wrote", ...read },
    });
  };
  await tell(scriptId, {
    ...world,
    async work() {
      const ending = await scripts.run(path, {
        ...allowed,
        ...(token === undefined ? {} : { token }),
        signal,
        onOutput: (stream, text) => show(reader.take(stream, text)),
      });
      show(reader.rest());
      return { kind: "ended", ending };
    },
  });
}

/**
 * Makes what runs scripts.
 *
 * @returns Nothing runs yet.
 */
export function createScripts(): Scripts {
  const running = new Map<number, AbortController>();
  return {
    find,
    plan,
    async start(effect, world) {
      const controller = new AbortController();
      running.set(effect.scriptId, controller);
      try {
        await start(effect, { signal: controller.signal, world });
      } finally {
        running.delete(effect.scriptId);
      }
    },
    stop: (scriptId) => running.get(scriptId)?.abort(),
    close: () => running.forEach((controller) => controller.abort()),
  };
}
