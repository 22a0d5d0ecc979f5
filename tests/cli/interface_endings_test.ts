import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { watchHangup } from "../../src/adapters/process_terminal.ts";
import { Interruption } from "../../src/cli/errors.ts";
import { createEndings } from "../../src/cli/interface/endings.ts";

/** What ends the interface on a terminal, with the terminal's two ends. */
function open() {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const io = { signal: new AbortController().signal };
  const hangup = watchHangup({ stdin, stdout });
  return { stdin, stdout, ...createEndings(io, { hangup }) };
}

function assertHangup(signal: AbortSignal): void {
  assert.ok(signal.reason instanceof Interruption);
  assert.equal(signal.reason.signal, "SIGHUP");
}

Deno.test("a terminal whose keys have ended counts as SIGHUP", async () => {
  const { stdin, signal } = open();
  const aborted = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => aborted.resolve());
  stdin.resume();
  stdin.end();
  await aborted.promise;
  assertHangup(signal);
});

for (const [end, code] of [["stdin", "EIO"], ["stdout", "EPIPE"]] as const) {
  Deno.test(`${code} on the ${end} of a terminal counts as SIGHUP, and crashes nothing`, () => {
    const { signal, ...streams } = open();
    assert.equal(signal.aborted, false);
    streams[end].emit("error", Object.assign(new Error("gone"), { code }));
    assertHangup(signal);
  });
}

Deno.test("what nobody caught ends the interface after the terminal is restored, EIO as SIGHUP", () => {
  for (const code of ["EIO", "ENOENT"]) {
    const { signal, guard } = open();
    const error = Object.assign(new Error("broken"), { code });
    const restored: boolean[] = [];
    const unguard = guard(() => restored.push(signal.aborted));
    globalThis.dispatchEvent(
      new ErrorEvent("error", { error, cancelable: true }),
    );
    unguard();
    assert.deepEqual(restored, [false]);
    if (code === "EIO") assertHangup(signal);
    else assert.equal(signal.reason, error);
  }
});
