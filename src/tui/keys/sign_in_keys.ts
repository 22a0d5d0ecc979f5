import type { State } from "../state/model.ts";
import { codeIsAlive } from "../state/select.ts";
import type { Binding } from "./keymap.ts";

function codeLives({ screen, now }: State): boolean {
  return screen.kind === "device" && codeIsAlive(screen, now);
}

function qrFits({ drawsQr, settings, size }: State): boolean {
  return drawsQr && settings.theme !== "monochrome" && size.columns >= 76 &&
    size.rows >= 22;
}

function canChange({ screen }: State): boolean {
  return screen.kind === "browser" && !screen.received;
}

function isKnownPage({ screen }: State): boolean {
  return screen.kind !== "device" || screen.foreignHost === undefined;
}

/** Keys of the device code screen. */
export const DEVICE_KEYS: readonly Binding[] = [
  {
    id: "device.new_code",
    keys: ["n"],
    help: "ask for a new code",
    short: "new code",
    when: (state) => !codeLives(state) && state.run === undefined,
    reason: "This code is still good",
    message: { type: "get", flow: "device-code", force: true },
  },
  {
    id: "device.copy_code",
    keys: ["c"],
    help: "copy the code",
    short: "copy code",
    when: codeLives,
    reason: "This code has expired: {device.new_code} asks for a new one",
    message: { type: "copy", item: "code" },
  },
  {
    id: "device.copy",
    keys: ["y"],
    help: "choose what is copied: the code or the address",
    message: { type: "open_copy" },
  },
  {
    id: "device.copy_url",
    keys: ["u"],
    help: "copy the address",
    short: "copy link",
    message: { type: "copy", item: "url" },
  },
  {
    id: "device.open_url",
    keys: ["o"],
    help: "open the address in this machine's browser",
    short: "open",
    when: isKnownPage,
    reason: "This page belongs to nobody that is known: open it yourself",
    message: { type: "open_url" },
  },
  {
    id: "device.browser",
    keys: ["b"],
    help: "sign in with the browser instead",
    short: "browser",
    message: { type: "get", flow: "interactive", force: true },
  },
  {
    id: "device.cancel",
    keys: ["escape"],
    help: "cancel the sign-in",
    short: "cancel",
    message: { type: "back" },
  },
  {
    id: "device.qr",
    keys: ["Q"],
    help: "show or hide the QR code of the address",
    when: qrFits,
    reason: "There is no room for a QR code here, or no colour",
    message: { type: "toggle_qr" },
  },
];

/** Keys of the browser screen. */
export const BROWSER_KEYS: readonly Binding[] = [
  {
    id: "browser.submit",
    keys: ["enter"],
    help: "go on with the pasted address, or type it",
    short: "go on",
    when: (state) =>
      canChange(state) && state.screen.kind === "browser" &&
      state.screen.method === "paste",
    message: { type: "submit" },
  },
  {
    id: "browser.copy_url",
    keys: ["u"],
    help: "copy the whole sign-in address",
    short: "copy link",
    message: { type: "copy", item: "url" },
  },
  {
    id: "browser.copy",
    keys: ["y"],
    help: "choose what is copied",
    message: { type: "open_copy" },
  },
  {
    id: "browser.show_url",
    keys: ["v"],
    help: "show the whole address on the normal screen, in one line",
    short: "view link",
    when: canChange,
    message: { type: "show_url" },
  },
  {
    id: "browser.open_url",
    keys: ["o"],
    help: "open the sign-in page in this machine's browser",
    short: "open",
    message: { type: "open_url" },
  },
  {
    id: "browser.device",
    keys: ["d"],
    help: "sign in with a device code instead",
    short: "device code",
    when: canChange,
    message: { type: "get", flow: "device-code", force: true },
  },
  {
    id: "browser.cancel",
    keys: ["escape"],
    help: "cancel the sign-in",
    short: "cancel",
    message: { type: "back" },
  },
];
