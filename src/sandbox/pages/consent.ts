import { html } from "hono/html";
import {
  type Interaction,
  requestOf,
  returnsTo,
} from "../sign_in/interaction.ts";
import type { ResourceRequest } from "../scopes.ts";
import { type Markup, page } from "./layout.ts";

const OIDC_WORDS: Readonly<Record<string, string>> = {
  openid: "Sign you in",
  profile: "See your name and user name",
  email: "See your mail address",
  offline_access: "Keep the access you give it while you are away",
};

export function consentPage(interaction: Interaction): Promise<Response> {
  const { client, scope } = requestOf(interaction);
  const { oidc, resources } = scope;
  return page({
    title: "Permissions requested",
    formTargets: returnsTo(interaction),
    body: html`
      <h1>Permissions requested</h1>
      <p><strong>${client.name}</strong> <span class="muted">(${client
        .client_id})</span> would like to, as
      <strong>${interaction.user?.username ?? ""}</strong>:</p>
      <ul>
      ${oidc.map((name) =>
        html`
          <li>${OIDC_WORDS[name] ?? name} <code>${name}</code></li>
        `
      )}${resources.map(permissions)}</ul>
      <form method="post" action="/signin/${interaction.id}">
        <p class="actions"><button name="action" value="accept">Accept</button>
      <button class="quiet" name="action" value="cancel">Cancel</button></p>
      </form>
    `,
  });
}

function permissions({ api, all, permissions }: ResourceRequest): Markup {
  const names = all ? api.scopes : permissions;
  return html`${
    names.map((name) =>
      html`
        <li>${api.name}: <code>${name}</code></li>
      `
    )
  }`;
}
