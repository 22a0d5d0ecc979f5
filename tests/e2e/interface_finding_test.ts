import assert from "node:assert/strict";
import { deviceProfile, playInterface } from "../support/interface_story.ts";

const NAMES = ["orders-dev", "orders-prod", "reports"];

Deno.test("a person finds a profile by filter, an action by palette, and the keys in the help", () =>
  playInterface({
    profiles: (sandbox) => NAMES.map((name) => deviceProfile(sandbox, name)),
  }, async ({ session }) => {
    await session.until(/orders-dev[^]*reports +○ none[^]*q quit/);
    session.press("/");
    await session.until("3 of 3");
    session.press("ders");
    await session.until("2 of 3");
    assert.doesNotMatch(session.screen(), /reports/);
    session.press("\x1b[B\r");
    await session.until(/› orders-prod[^]*q quit/);
    session.press("\x1b");
    const all = await session.until(/reports[^]*q quit/);
    assert.match(all, /› orders-prod/);
    assert.doesNotMatch(all, /^ \/ /m);

    session.press(":");
    await session.until("▸ actions");
    session.press("sthemhc");
    await session.until(/› Settings: theme high contrast/);
    session.press("\r");
    await session.until(/› orders-prod[^]*q quit/);
    session.press(",");
    await session.until(/› Theme[^]*● high contrast/);
    session.press("\x1b");
    await session.until(/› orders-prod[^]*q quit/);

    session.press("?");
    const help = await session.until(
      /▸ help[^]*filter by name, tenant, flow or scope/,
    );
    assert.doesNotMatch(help, /Without a key/);
    session.press("G");
    await session.until("Without a key");
    session.press("g");
    await session.until("filter by name, tenant, flow or scope");
    session.press("\x1b");
    await session.until(/› orders-prod[^]*q quit/);

    session.press("\r");
    await session.until(/Enter this code[^]*\? help/);
    session.press("?");
    const device = await session.until("▸ help");
    assert.match(device, /c +copy the code/);
    assert.doesNotMatch(device, /filter by name/);
    session.press("\x1b");
    await session.until(/Enter this code[^]*\? help/);
    session.press("\x1b");
    await session.until(/› orders-prod[^]*q quit/);
    session.press("q");
    assert.equal(await session.exit, 0);
  }));
