import { html } from "hono/html";
import type { Authority } from "../authority.ts";
import type { SignedIn } from "../store.ts";
import {
  type Interaction,
  requestOf,
  returnsTo,
} from "../sign_in/interaction.ts";
import type { UserSeed } from "../world.ts";
import { type Markup, page } from "./layout.ts";

function form(interaction: Interaction, inner: Markup): Markup {
  return html`<form method="post" action="/signin/${interaction.id}">
${inner}
</form>`;
}

function alert({ message }: Interaction): Markup | string {
  return message === undefined
    ? ""
    : html`<p class="bad" role="alert">${message}</p>`;
}

const CANCEL = html`
  <button class="quiet" name="action" value="cancel"
    formnovalidate>Cancel</button>
`;

export function signInPage(
  { directory }: Authority,
  interaction: Interaction,
): Promise<Response> {
  const users = directory.members(requestOf(interaction));
  const hint = interaction.hint?.toLowerCase();
  const chosen =
    users.find(({ username }) => username.toLowerCase() === hint) ?? users[0];
  return page({
    title: "Sign in",
    status: interaction.message === undefined ? 200 : 400,
    formTargets: returnsTo(interaction),
    body: html`<h1>Sign in</h1>
<p>to continue to <strong>${requestOf(interaction).client.name}</strong></p>
${alert(interaction)}
${
      form(
        interaction,
        html`
          <fieldset><legend>Who are you today?</legend>
          ${users.map((user) => userChoice(user, user === chosen))}
          </fieldset>
          <label
            class="field">Password <input type="password" name="password" autocomplete="off" required></label>
          <p
            class="actions"><button name="action" value="sign_in">Sign in</button> ${CANCEL}</p>
        `,
      )
    }`,
  });
}

function userChoice(user: UserSeed, checked: boolean): Markup {
  return html`
    <label
      class="choice"><input type="radio" name="username" value="${user
        .username}" required${checked ? " checked" : ""}>
    <span>${user.given_name} ${user.family_name}</span>
    <small><span>${user.username}</span> <span>password <code>${user
      .password}</code></span></small>${user.job_title === undefined
      ? ""
      : html`<small>${user.job_title}</small>`}</label>
  `;
}

export function pickPage(
  interaction: Interaction,
  users: readonly SignedIn[],
): Promise<Response> {
  return page({
    title: "Pick an account",
    formTargets: returnsTo(interaction),
    body: html`<h1>Pick an account</h1>
<p>to continue to <strong>${requestOf(interaction).client.name}</strong></p>
${
      form(
        interaction,
        html`<fieldset><legend>Signed in on this browser</legend>
${
          users.map(({ user }, index) =>
            html`
              <label
                class="choice"><input type="radio" name="username" value="${user
                  .username}" required${index === 0 ? " checked" : ""}>
              <span>${user.given_name} ${user.family_name}</span><small>${user
                .username}</small></label>
            `
          )
        }</fieldset>
<p class="actions"><button name="action" value="pick">Continue</button>
<button class="quiet" name="action" value="another" formnovalidate>Use another account</button> ${CANCEL}</p>`,
      )
    }`,
  });
}

export function secondFactorPage(interaction: Interaction): Promise<Response> {
  return page({
    title: "Approve the sign-in",
    formTargets: returnsTo(interaction),
    body: html`<h1>Approve the sign-in</h1>
<p>${
      interaction.user?.given_name ?? "This user"
    } has a second factor. In the sandbox your phone is this button.</p>
${
      form(
        interaction,
        html`
          <p
            class="actions"><button name="action" value="approve">Approve</button> ${CANCEL}</p>
        `,
      )
    }`,
  });
}
