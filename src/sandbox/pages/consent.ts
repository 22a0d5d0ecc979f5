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
      <p><strong>${client.name}</strong> would like to, as ${interaction.user
        ?.username ?? ""}:</p>
      <ul class="asked">
      ${oidc.map((name) =>
        html`
          <li><span>${OIDC_WORDS[name] ?? name}</span> <code>${name}</code></li>
        `
      )}${resources.map(permissions)}</ul>
      <p><small>Application ID ${client.client_id}</small></p>
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
        <li><span>${api.name}</span> <code>${name}</code></li>
      `
    )
  }`;
}
