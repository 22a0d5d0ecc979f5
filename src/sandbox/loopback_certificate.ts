/**
 * A certificate for localhost, 127.0.0.1 and ::1 with its key, so that the sandbox can be served over https
 * without making one: `startSandbox({ tls: SANDBOX_TLS })`. Both are PUBLIC and protect nothing. The
 * certificate is its own issuer and not an authority: a client trusts it by adding `cert` to its certificates.
 */
export const SANDBOX_TLS = {
  /** The certificate, valid until November 2046, as PEM. */
  cert: `-----BEGIN CERTIFICATE-----
MIIB+zCCAaKgAwIBAgIUH7X2eCnFgU1WykC/1i29+45DD9swCgYIKoZIzj0EAwIw
PjE8MDoGA1UEAwwzRW50cmFkYSBzYW5kYm94IGxvb3BiYWNrIChwdWJsaWMsIHBy
b3RlY3RzIG5vdGhpbmcpMB4XDTI2MTEyMDA2MjgyOFoXDTQ2MTExNTA2MjgyOFow
PjE8MDoGA1UEAwwzRW50cmFkYSBzYW5kYm94IGxvb3BiYWNrIChwdWJsaWMsIHBy
b3RlY3RzIG5vdGhpbmcpMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2t5CKH3L
CmCxBytcTjYMNo37SH/BgT5fSAImiRrnsx3OS9YlAxo+DTDa/bMlq5poHJmd6JoH
x5Yxejfw19iGkKN+MHwwHQYDVR0OBBYEFPBOCPXYrsvJyedTakWVZ+z3CEOaMB8G
A1UdIwQYMBaAFPBOCPXYrsvJyedTakWVZ+z3CEOaMAwGA1UdEwEB/wQCMAAwLAYD
VR0RBCUwI4IJbG9jYWxob3N0hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMAoGCCqG
SM49BAMCA0cAMEQCIEon02fo8FDj39pVXwrjjr/jUUup8vH9ypdSJ+k/TiGxAiAr
sIiCBtu/2uR2BVhW2x8xx2QUzld/talClfg6W1fd7w==
-----END CERTIFICATE-----
`,
  /** Its private key, as PEM. */
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcJP7qrRAeD7gC3Em
5BFT9y/DaQeyY5py5yB70ZW/gSShRANCAATa3kIofcsKYLEHK1xONgw2jftIf8GB
Pl9IAiaJGuezHc5L1iUDGj4NMNr9syWrmmgcmZ3omgfHljF6N/DX2IaQ
-----END PRIVATE KEY-----
`,
} as const;
