/**
 * Takes the pictures of the README: the real program on a terminal, against
 * the sandbox of the demo, drawn as SVG. Two runs draw the same.
 *
 * Run it with `deno task screens`.
 *
 * @module
 */
import { print } from "./print.ts";
import { masked } from "./screenshots/mask.ts";
import { svgOf } from "./screenshots/svg.ts";
import { film, type Filmed } from "./screenshots/terminal.ts";

const ROOT = new URL("../", import.meta.url);
const PLACE = new URL(".github/screens/", ROOT);
const WORLD = new URL("screenshots/fixed_world.ts", import.meta.url);
const SIZE = { columns: 100, rows: 30 };

/** The command of the task `demo`, in a world that is always the same. */
async function demoCommand(): Promise<readonly string[]> {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", ROOT)),
  );
  const [, run = "run", ...args] = String(tasks.demo.command).split(" ");
  return [Deno.execPath(), run, `--preload=${WORLD.pathname}`, ...args];
}

function environment(): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), LANG: "C.UTF-8", TZ: "UTC" };
}

async function take(
  filmed: Filmed,
  { name, title }: { readonly name: string; readonly title: string },
): Promise<void> {
  const path = new URL(`${name}.svg`, PLACE);
  await Deno.writeTextFile(path, svgOf(filmed.cells().map(masked), title));
  print(`.github/screens/${name}.svg`);
}

/** What a person would do to see it all. */
async function takeAll(filmed: Filmed): Promise<void> {
  await filmed.until(/device +○ none[^]*q quit/);
  filmed.press("jjj\r");
  await filmed.until(/nightly-report +● valid/);
  filmed.press("g");
  await filmed.until(/› device/);
  filmed.press("\r");
  await filmed.until(/14 min 57 s left[^]*attempt 1[^]*\? help/);
  await take(filmed, {
    name: "device-code",
    title: "Signing in with a device code: the address, the code, a QR code",
  });
  await filmed.until(/signature not verified[^]*q quit/);
  await take(filmed, {
    name: "claims",
    title: "A token explained: whose it is, how long it lasts, every claim",
  });
  filmed.press("T");
  await filmed.until(/▸ trace[^]*Esc/);
  await take(filmed, {
    name: "trace",
    title: "What was really sent: every exchange of the sign-in, redacted",
  });
  filmed.press("\x1b");
  await filmed.until(/signature not verified[^]*q quit/);
  filmed.press("\x1b");
  await filmed.until(/1 of 5[^]*q quit/);
  await take(filmed, {
    name: "home",
    title: "The profiles with the state of their tokens",
  });
}

async function main(): Promise<void> {
  await Deno.mkdir(PLACE, { recursive: true });
  const filmed = film(await demoCommand(), {
    ...SIZE,
    cwd: ROOT.pathname,
    env: environment(),
  });
  try {
    await takeAll(filmed);
  } finally {
    filmed.press("q");
    await filmed.ended;
  }
  await format();
}

/** Pictures are files of the project like all others. */
async function format(): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", PLACE.pathname],
  }).output();
  if (!success) throw new Error("Cannot format the pictures");
}

if (import.meta.main) await main();
