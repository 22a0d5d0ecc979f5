import { html } from "hono/html";
import { type Interaction, requestOf } from "../sign_in/interaction.ts";
import { page } from "./layout.ts";

export function enterCodePage(message?: string): Promise<Response> {
  return page({
    title: "Enter the code",
    status: message === undefined ? 200 : 400,
    body: html`
      <h1>Enter the code</h1>
      ${message === undefined
        ? ""
        : html`<p class="bad" role="alert">${message}</p>`}
      <p>Enter the code that your device or terminal shows. Do not enter a code that somebody else sent you.</p>
      <form method="post" action="/devicelogin">
        <label
          class="field">Code <input class="code" type="text" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus></label>
        <p class="actions"><button>Next</button></p>
      </form>
    `,
  });
}

/** The question that protects against a code that somebody else asked for (RFC 8628, 5.4). */
export function confirmPage(interaction: Interaction): Promise<Response> {
  const { client, path } = requestOf(interaction);
  return page({
    title: "Confirm the sign-in",
    body: html`
      <h1>Are you trying to sign in to ${client.name}?</h1>
      <p>Continue only if you started this yourself, on a device of your own.</p>
      <dl>
        <dt>Application</dt>
        <dd>${client.name} <small>${client.client_id}</small></dd>
        <dt>Tenant</dt>
        <dd>${path.tenant?.name ?? path.key}</dd>
      </dl>
      <form method="post" action="/signin/${interaction.id}">
        <p class="actions"><button name="action" value="continue">Continue</button>
      <button class="quiet" name="action" value="cancel">Cancel</button></p>
      </form>
    `,
  });
}

export function devicePage(
  outcome: "approved" | "declined",
  interaction: Interaction,
): Promise<Response> {
  const { name } = requestOf(interaction).client;
  return page({
    title: outcome === "approved" ? "Signed in" : "Declined",
    body: outcome === "approved"
      ? html`
        <h1>You are signed in</h1>
        <p>You signed in to <strong>${name}</strong> on your device. You can close this tab.</p>
      `
      : html`
        <h1>Declined</h1>
        <p><strong>${name}</strong> was not given access. You can close this tab.</p>
      `,
  });
}
