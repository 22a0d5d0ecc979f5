import { parseAssertionReference } from "../../settings/assertion_reference.ts";
import type { Merged } from "../../settings/merge.ts";
import { parseSecretReference } from "../../settings/secret_reference.ts";
import type { CallSettings } from "../call/call_settings.ts";
import { judgeCertificateFile } from "./certificate.ts";
import { type Finding, finding } from "./finding.ts";
import {
  judgeCommand,
  judgeFile,
  judgeOther,
  judgeVariable,
  type ReferenceContext,
} from "./referred.ts";

const SECRETS = [
  ["clientSecret", "client secret"],
  ["password", "password"],
  ["refreshToken", "refresh token"],
  ["userAssertion", "user's token"],
] as const;

async function judgeSecret(
  text: string,
  { what, context }: {
    readonly what: string;
    readonly context: ReferenceContext;
  },
): Promise<readonly Finding[]> {
  const other = /^profile:(.+)$/.exec(text)?.[1];
  if (other !== undefined) return judgeOther(other, { what, context });
  const reference = parseSecretReference(text);
  switch (reference?.from) {
    case "env":
      return judgeVariable(reference.name, { what, context });
    case "file":
      return await judgeFile(reference.path, { what, isSecret: true, context });
    case "command":
      return await judgeCommand(reference.command[0] ?? "", { what, context });
    default:
      // What Entrada itself keeps is for those that may open it.
      return [];
  }
}

/** What a platform puts into the environment of those that may ask it. */
const PLATFORMS: Readonly<Record<string, string>> = {
  "github-actions": "ACTIONS_ID_TOKEN_REQUEST_URL",
  "azure-pipelines": "SYSTEM_OIDCREQUESTURI",
};

function judgePlatform(
  from: string,
  context: ReferenceContext,
): readonly Finding[] {
  const variable = PLATFORMS[from];
  const { io } = context.world;
  if (variable === undefined || (io.env(variable) ?? "") !== "") return [];
  const { name } = context;
  return [finding("assertion_source_elsewhere", "note", {
    message:
      `Profile "${name}" works in a job of ${from} alone, and this is none`,
    fix: "In the job, see to it that it may ask for an ID token",
    details: { profile: name, from },
  })];
}

async function judgeAssertion(
  text: string,
  context: ReferenceContext,
): Promise<readonly Finding[]> {
  const what = "assertion";
  const reference = parseAssertionReference(text);
  switch (reference?.from) {
    case "file": {
      const path = reference.path ??
        context.world.io.env("AZURE_FEDERATED_TOKEN_FILE");
      // Platforms make this file for their own group, and renew it all the time.
      return path === undefined || path === ""
        ? judgeVariable("AZURE_FEDERATED_TOKEN_FILE", { what, context })
        : await judgeFile(path, { what, isSecret: false, context });
    }
    case "env":
      return judgeVariable(reference.name, { what, context });
    case "command":
      return await judgeCommand(reference.command[0] ?? "", { what, context });
    case "profile":
      return judgeOther(reference.profile, { what, context });
    default:
      return judgePlatform(reference?.from ?? "", context);
  }
}

/** No program is run and no store opened to look at a date. */
function notOpened({ name }: ReferenceContext): Finding {
  return finding("certificate_not_opened", "note", {
    message:
      `Profile "${name}": when its certificate expires is not known, because its password is kept elsewhere`,
    fix:
      `Look at the certificate's date: openssl pkcs12 or openssl x509 -enddate`,
    details: { profile: name },
  });
}

async function judgeCertificate(
  settings: Merged<CallSettings>,
  context: ReferenceContext,
): Promise<readonly Finding[]> {
  const { clientCertificate, clientKey, certificatePassword } = settings;
  if (clientCertificate === undefined) return [];
  const files = await Promise.all([
    judgeFile(clientCertificate.value, {
      what: "certificate",
      // A certificate is public; its key is not.
      isSecret: clientKey === undefined,
      context,
    }),
    clientKey === undefined ? [] : judgeFile(clientKey.value, {
      what: "private key",
      isSecret: true,
      context,
    }),
    certificatePassword === undefined
      ? []
      : judgeSecret(certificatePassword.value, {
        what: "certificate's password",
        context,
      }),
  ]);
  const found = files.flat();
  const isThere = found.every(({ id }) => id !== "secret_missing");
  if (!isThere) return found;
  const password = parseSecretReference(certificatePassword?.value ?? "");
  const isAtHand = certificatePassword === undefined ||
    password?.from === "env" || password?.from === "file";
  return [
    ...found,
    ...(isAtHand
      ? await judgeCertificateFile(settings, context)
      : [notOpened(context)]),
  ];
}

/**
 * Judges what a profile refers to: secrets, files, programs, other profiles.
 * Whether they are there, and who may read them; not what they hold.
 *
 * @param settings The profile's settings.
 * @param context The other profiles and the world.
 * @returns The findings; none when all is well.
 */
export async function judgeReferences(
  settings: Merged<CallSettings>,
  context: ReferenceContext,
): Promise<readonly Finding[]> {
  const found = await Promise.all([
    ...SECRETS.map(async ([key, what]) => {
      const text = settings[key]?.value;
      return text === undefined
        ? []
        : await judgeSecret(text, { what, context });
    }),
    settings.clientAssertion === undefined
      ? []
      : judgeAssertion(settings.clientAssertion.value, context),
    judgeCertificate(settings, context),
  ]);
  return found.flat();
}
