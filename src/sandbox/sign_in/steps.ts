import { answerSignedIn } from "../authorize/answer.ts";
import { returnRefusal } from "../authorize/response.ts";
import { asksForSecondFactor } from "../claims_request.ts";
import { giveConsent, needsConsent } from "../consent.ts";
import { approveDevice, pendingDevice } from "../device/decision.ts";
import { devicePage } from "../pages/device.ts";
import type { Parameters } from "../parameters.ts";
import { EntraRefusal, refusal } from "../refusals.ts";
import type { SignedIn } from "../store.ts";
import type { UserSeed } from "../world.ts";
import {
  type Interaction,
  type Purpose,
  requestOf,
  type Stage,
} from "./interaction.ts";
import { needsSecondFactor } from "./methods.ts";
import {
  createInteraction,
  show,
  signedInAt,
  signIn,
  type Visit,
} from "./visit.ts";

interface Step {
  readonly interaction: Interaction;
  readonly form: Parameters;
}

type StepAnswer = Promise<Response> | undefined;

/** What each page's buttons do; an answer of `undefined` shows the page of the stage. */
const STEPS: Readonly<
  Record<Stage, (visit: Visit, step: Step) => StepAnswer>
> = {
  confirm(_visit, { interaction, form }) {
    if (form.get("action") === "continue") interaction.stage = "sign_in";
    return undefined;
  },
  pick(visit, { interaction, form }) {
    if (form.get("action") === "another") interaction.stage = "sign_in";
    if (form.get("action") !== "pick") return undefined;
    const signedIn = signedInAt(visit, interaction)
      .find(({ user }) => user.username === form.get("username"));
    return signedIn && proceed(visit, { interaction, signedIn });
  },
  sign_in(visit, { interaction, form }) {
    const user = checkPassword(visit, { interaction, form });
    if (user === undefined) return undefined;
    interaction.user = user;
    if (needsSecondFactor(user, requestOf(interaction).claims)) {
      interaction.stage = "second_factor";
      return undefined;
    }
    const signedIn = signIn(visit, { user, amr: ["pwd"] });
    return proceed(visit, { interaction, signedIn });
  },
  second_factor(visit, { interaction, form }) {
    const { user } = interaction;
    if (form.get("action") !== "approve" || user === undefined) {
      return undefined;
    }
    const signedIn = signIn(visit, { user, amr: ["pwd", "mfa"] });
    return proceed(visit, { interaction, signedIn });
  },
  consent(visit, { interaction, form }) {
    const { user } = interaction;
    if (form.get("action") !== "accept" || user === undefined) return undefined;
    const { client, scope } = requestOf(interaction);
    giveConsent(visit.authority, { client, user, scope });
    const signedIn = visit.browser.session.users.get(user.oid);
    return signedIn && finish(visit, { interaction, signedIn });
  },
};

/** Takes the form of one page to the next page or to the end. */
export async function advance(
  visit: Visit,
  step: Step,
): Promise<Response> {
  const { interaction, form } = step;
  interaction.message = undefined;
  if (form.get("action") === "cancel") {
    return await cancel(visit, interaction);
  }
  return await STEPS[interaction.stage](visit, step) ??
    await show(visit, interaction);
}

/** Goes on for somebody whom the browser's session knows (single sign-on). */
export function proceedSignedIn(
  visit: Visit,
  { purpose, signedIn }: { purpose: Purpose; signedIn: SignedIn },
): Promise<Response> {
  const interaction = createInteraction(visit, {
    purpose,
    stage: "consent",
  });
  return proceed(visit, { interaction, signedIn });
}

function checkPassword(
  { authority: { directory } }: Visit,
  { interaction, form }: Step,
): UserSeed | undefined {
  const username = form.get("username") ?? "";
  const user = directory.user(username);
  const { path } = requestOf(interaction);
  try {
    if (user === undefined) {
      throw refusal(50034, { username, tenant: path.key });
    }
    if (user.password !== form.get("password")) throw refusal(50126);
    if (user.disabled) throw refusal(50057);
    directory.identity(user, requestOf(interaction));
    return user;
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    interaction.message = `AADSTS${error.code}: ${error.message}`;
    return undefined;
  }
}

/** The user is known: policy, then consent, then the end. */
async function proceed(
  visit: Visit,
  { interaction, signedIn }: { interaction: Interaction; signedIn: SignedIn },
): Promise<Response> {
  const { authority } = visit;
  const { user, amr } = signedIn;
  const { purpose } = interaction;
  interaction.user = user;
  const flow = purpose.kind === "device" ? "device_code" : "authorization_code";
  if (user.blocked_flows?.includes(flow)) {
    if (purpose.kind === "device") purpose.record.state = "blocked";
    authority.store.interactions.delete(interaction.id);
    throw refusal(53003);
  }
  const { client, scope, claims } = requestOf(interaction);
  if (asksForSecondFactor(claims) && !amr.includes("mfa")) {
    interaction.stage = "second_factor";
    return await show(visit, interaction);
  }
  const always = purpose.kind === "authorize" &&
    purpose.request.prompt.has("consent");
  if (
    always ||
    needsConsent(authority, { client, user, scope })
  ) {
    interaction.stage = "consent";
    return await show(visit, interaction);
  }
  return await finish(visit, { interaction, signedIn });
}

async function finish(
  { authority, browser: { session }, trace }: Visit,
  { interaction, signedIn }: { interaction: Interaction; signedIn: SignedIn },
): Promise<Response> {
  const { purpose, id } = interaction;
  authority.store.interactions.delete(id);
  if (purpose.kind === "authorize") {
    const { request } = purpose;
    try {
      return await answerSignedIn(authority, { request, signedIn, session });
    } catch (error) {
      if (!(error instanceof EntraRefusal)) throw error;
      return await returnRefusal(request, { refusal: error, trace });
    }
  }
  const record = pendingDevice(authority, purpose.record.userCode);
  const { user, amr } = signedIn;
  approveDevice(authority, { record, user, amr, sessionId: session.id });
  return await devicePage("approved", interaction);
}

function cancel(
  { authority, trace }: Visit,
  interaction: Interaction,
): Promise<Response> {
  const { purpose, id } = interaction;
  authority.store.interactions.delete(id);
  if (purpose.kind === "device") {
    pendingDevice(authority, purpose.record.userCode).state = "declined";
    return devicePage("declined", interaction);
  }
  return returnRefusal(purpose.request, {
    refusal: refusal(65004),
    trace,
    cancelled: true,
  });
}
