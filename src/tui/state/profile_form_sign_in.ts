import type { FormField, FormOption } from "./form.ts";
import {
  asksAuthority,
  inBrowser,
  USUAL,
  withFlow,
  words,
} from "./profile_form_rules.ts";

/** A field before it has a section. */
export type Field = Omit<FormField, "section">;

const CLOUD_OPTIONS: readonly FormOption[] = [
  { value: "", label: "public", detail: "login.microsoftonline.com" },
  {
    value: "usgov",
    label: "US government",
    detail: "login.microsoftonline.us",
  },
  {
    value: "china",
    label: "China",
    detail: "login.partner.microsoftonline.cn",
  },
  { value: "authority", label: "another authority", detail: "by its address" },
];

/** Who it is. */
export const WHO: readonly Field[] = [
  {
    id: "name",
    label: "Name",
    help: "What you call it: letters, digits, dots, hyphens and underscores",
    kind: "text",
  },
  {
    id: "clientId",
    label: "Client id",
    help:
      "Application (client) id; type graph or azure to find one of Microsoft's own",
    kind: "text",
    visible: asksAuthority,
    suggests: "clients",
  },
  {
    id: "tenant",
    label: "Tenant",
    help: "An id, a domain, common, organizations or consumers",
    kind: "text",
    visible: asksAuthority,
    suggests: "tenants",
  },
  {
    id: "cloud",
    label: "Cloud",
    help: "Where accounts sign in",
    kind: "choice",
    visible: asksAuthority,
    options: () => CLOUD_OPTIONS,
  },
  {
    id: "authority",
    label: "Authority",
    help: "The whole address; the tenant may be its path",
    kind: "text",
    visible: (values) => asksAuthority(values) && values.cloud === "authority",
  },
];

/** What it asks for. */
export const WHAT: readonly Field[] = [
  {
    id: "target",
    label: "Asks for",
    help: "Single permissions, or all that was consented for one API",
    kind: "choice",
    options: () => [
      { value: "scopes", label: "scopes", detail: "such as User.Read" },
      { value: "resource", label: "an API", detail: "all consented there" },
    ],
  },
  {
    id: "scopes",
    label: "Scopes",
    help: "Scopes, by space or comma; may be empty",
    kind: "list",
    visible: ({ target }) => target === "scopes",
  },
  {
    id: "resource",
    label: "API",
    help: "Its address or id, or a name such as graph, arm or keyvault",
    kind: "text",
    visible: ({ target }) => target === "resource",
    suggests: "resources",
  },
];

/** How it signs in. */
export const HOW: readonly Field[] = [
  {
    id: "flow",
    label: "Flow",
    help: "How the token is got when no flow is named",
    kind: "choice",
    options: ({ flows }) => flows,
  },
  {
    id: "redirectUri",
    label: "Redirect URI",
    help: "As it is registered; empty for http://localhost on a free port",
    kind: "text",
    visible: inBrowser,
  },
  {
    id: "responseType",
    label: "Brings",
    help: "What the implicit flow is to bring",
    kind: "choice",
    visible: withFlow("implicit"),
    options: () => [USUAL, ...words("token", "id_token", "id_token token")],
  },
  {
    id: "username",
    label: "User name",
    help: "Who signs in",
    kind: "text",
    visible: withFlow("password"),
  },
  {
    id: "password",
    label: "Password is in",
    help: "env:NAME or file:PATH; empty asks for it. It is never kept",
    kind: "text",
    visible: withFlow("password"),
  },
  {
    id: "userAssertion",
    label: "User's token in",
    help: "env:NAME, file:PATH or profile:NAME",
    kind: "text",
    visible: withFlow("on-behalf-of"),
  },
  {
    id: "refreshToken",
    label: "Refresh token in",
    help: "env:NAME or file:PATH; empty for the one that is kept",
    kind: "text",
    visible: withFlow("refresh-token"),
  },
  {
    id: "identity",
    label: "Identity",
    help: "Which identity of this machine",
    kind: "choice",
    visible: withFlow("managed-identity"),
    options: () => [
      { value: "", label: "the machine's own", detail: "system-assigned" },
      { value: "client", label: "by client id", detail: "user-assigned" },
      { value: "object", label: "by object id", detail: "user-assigned" },
      { value: "resource", label: "by resource id", detail: "user-assigned" },
    ],
  },
  {
    id: "identityId",
    label: "Its id",
    help: "The id of the user-assigned identity",
    kind: "text",
    visible: (values) =>
      values.flow === "managed-identity" && values.identity !== "",
  },
];
