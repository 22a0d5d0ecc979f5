import assert from "node:assert/strict";
import { needingKernel } from "../support/kept_calls.ts";
import { placesIn, withKeyringMachine } from "../support/keyring_machine.ts";
import { needing, printFigure } from "../support/keyring_session.ts";
import { assertToken, CALL, CONTAINER } from "../support/keyring_told.ts";

const PASSPHRASE = "four words are enough";

Deno.test({
  ...needing(
    "at a container's terminal the passphrase is asked for twice, then once a call, and never shown",
    "strace",
  ),
  fn: () =>
    withKeyringMachine(async (machine) => {
      const none = await machine.open(CALL, CONTAINER);
      await none.until("New passphrase for it");
      none.press("\r");
      assert.equal(await none.exit, 0, none.screen());
      assert.match(none.written(), /no passphrase was chosen[^]*eyJ/);
      assert.deepEqual(await placesIn(machine.state), []);
      const first = await machine.open(CALL, CONTAINER);
      await first.until("New passphrase for it");
      first.press(`${PASSPHRASE}\r`);
      await first.until("The same again");
      first.press(`${PASSPHRASE}\r`);
      assert.equal(await first.exit, 0, first.screen());
      assert.match(first.written(), /No keyring works here/);
      const before = machine.authority.requests();
      const second = await machine.open(CALL, CONTAINER);
      await second.until("Passphrase of Entrada's vault");
      second.press(`${PASSPHRASE}\r`);
      assert.equal(await second.exit, 0, second.screen());
      assert.match(second.written(), /eyJ/);
      assert.equal(machine.authority.requests(), before, "nothing was sent");
      assert.deepEqual(await placesIn(machine.state), ["vault"]);
      for (const { written } of [first, second]) {
        assert.ok(!written().includes(PASSPHRASE));
      }
      printFigure("S7: container at a terminal: vault, asked twice, then once");
    }),
});

Deno.test({
  ...needingKernel(
    "a vault stays open for the next call until vault lock, and opens by its new passphrase alone",
  ),
  fn: () =>
    withKeyringMachine(async (machine) => {
      const how = { env: { ENTRADA_TOKEN_STORE: "vault" } };
      const answer = async (
        args: readonly string[],
        ...answers: readonly (readonly [string, string])[]
      ) => {
        const session = await machine.open(args, how);
        for (const [question, text] of answers) {
          await session.until(question);
          session.press(`${text}\r`);
        }
        const code = await session.exit;
        return { code, written: session.written() };
      };
      const made = await answer(
        CALL,
        ["New passphrase for it", PASSPHRASE],
        ["The same again", PASSPHRASE],
      );
      assert.equal(made.code, 0, made.written);
      assert.doesNotMatch(made.written, /No keyring works/);
      const before = machine.authority.requests();
      assertToken(await machine.run(CALL, how));
      assert.equal((await machine.run(["vault", "lock"], how)).code, 0);
      assert.deepEqual(await machine.kernelKeys(), []);
      const changed = await answer(
        ["vault", "change-passphrase"],
        ["Present passphrase", PASSPHRASE],
        ["New passphrase", "four others, as good"],
        ["The same again", "four others, as good"],
      );
      assert.equal(changed.code, 0, changed.written);
      assert.equal((await machine.run(["vault", "lock"], how)).code, 0);
      const locked = await answer(CALL, ["Passphrase of", PASSPHRASE]);
      assert.match(locked.written, /the passphrase is not the right one/);
      assert.equal(locked.code, 8);
      const open = await answer(CALL, [
        "Passphrase of",
        "four others, as good",
      ]);
      assert.equal(open.code, 0, open.written);
      assert.equal(machine.authority.requests(), before, "nothing was sent");
    }),
});
