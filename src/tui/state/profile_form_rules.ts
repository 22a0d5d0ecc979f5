import type { FormOption, FormValues } from "./form.ts";

/** Whether a field is in sight. */
export type Visible = (values: FormValues) => boolean;

const LOCAL = ["managed-identity", "azure-cli", "azure-powershell", "azd"];
const BROWSER = ["", "interactive", "authorization-code", "hybrid", "implicit"];

/** Whether an authority is asked at all. */
export const asksAuthority: Visible = ({ flow }) => !LOCAL.includes(flow);
/** Whether a browser may be used. */
export const inBrowser: Visible = ({ flow }) => BROWSER.includes(flow);
/** Whether one of these flows is chosen. */
export const withFlow = (...names: readonly string[]): Visible => ({ flow }) =>
  names.includes(flow);
/** Whether the client proves itself so. */
export const withProof = (name: string): Visible => (values) =>
  asksAuthority(values) && values.proof === name;
/** Whether the client secret comes from there. */
export const secretIs = (...from: readonly string[]): Visible => (values) =>
  withProof("secret")(values) && from.includes(values.secretFrom);
/** Whether the password of the certificate comes from there. */
export const passwordIs = (...from: readonly string[]): Visible => (values) =>
  withProof("certificate")(values) && from.includes(values.passwordFrom);
/** Whether something is typed that has to be sealed. */
export const isTyped: Visible = (values) =>
  secretIs("typed")(values) || passwordIs("typed")(values);

/** Options that are called what they are. */
export function words(...values: readonly string[]): readonly FormOption[] {
  return values.map((value) => ({ value, label: value }));
}

/** Nothing said. */
export const USUAL: FormOption = { value: "", label: "the usual" };
