/**
 * The key pairs that every sandbox signs with. They are PUBLIC: all private halves are in this
 * file, shipped with the product, so a signature made with them proves nothing and protects nothing.
 * They exist because making an RSA key costs 40 to 400 ms and a fixed key keeps tests repeatable.
 * The certificates are self-signed (20 years) and only carry the public half for `x5c` and `x5t`.
 */
export interface SigningKey {
  /** SHA-1 thumbprint of the certificate, used for both `kid` and `x5t` as Entra does. */
  readonly kid: string;
  readonly x5c: readonly string[];
  readonly jwk: Readonly<
    Record<"kty" | "n" | "e" | "d" | "p" | "q" | "dp" | "dq" | "qi", string>
  >;
}

export const SIGNING_KEYS: readonly [SigningKey, SigningKey, SigningKey] = [
  {
    kid: "UJARQGXV6MqoJs8_5UrW4URfvPM",
    x5c: [
      "MIIDZDCCAkygAwIBAgIUTNjtPTBhBUejzDsC1cUohCcM9aowDQYJKoZIhvcNAQELBQAwQzFBMD8GA1UEAww4RW50cmFkYSBzYW5kYm94IHNpZ25pbmcga2V5IDEgKHB1YmxpYywgcHJvdGVjdHMgbm90aGluZykwHhcNMjYxMTIwMDU1MTE2WhcNNDYxMTE1MDU1MTE2WjBDMUEwPwYDVQQDDDhFbnRyYWRhIHNhbmRib3ggc2lnbmluZyBrZXkgMSAocHVibGljLCBwcm90ZWN0cyBub3RoaW5nKTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAPCmW15kHW3zzfjOhjdFcrmpl0LmnUk45/OMfxgadClthdER0wq3UFER/hMLn1GI58/h9csCMggzN4DrQ5HtbiC7AYvom4Y9ts8QGO3ZFKSt/LLN1nHOCJX5k/OM9HvIGJpyOyYm79OhNMl2cri8LXtYO9JkRkYI9V7Y2cry+W1NYtHWOeyD+E06IsOhQPtm7y0731LGfB/AoVuDRlOSjUb/yvVUuMCZqoKf0JxRtmLudwDINjC2mvaZj2nG6/8HSTCZeq+6YI3uE/Cm8nErCDs+uUOF8r1BFqvb4JBcZucXC9UQkjSjHfRByNUWJQZLCRYn1FVF6grQRC0oBUcfhfMCAwEAAaNQME4wHQYDVR0OBBYEFISUp6CMgTlz23Yw5eCnq9jHHawtMB8GA1UdIwQYMBaAFISUp6CMgTlz23Yw5eCnq9jHHawtMAwGA1UdEwEB/wQCMAAwDQYJKoZIhvcNAQELBQADggEBAAARrkvcJfaTRTT5UvV3ZGusecZHllOZOWYH72qacmbs3H3xz8HJ1exX6mKAag3X4idUa8Q18T+3IFohWiyIP8+7ueG5/zJt+MVfeIfqWxVDXjpUJIv6AYmnX0Gsp/3zu4N38iMyQvdefoooytYoXOGMKKRbRqsAeXQ3jHP705/hADeGatHIzdi8fYzM++rE8yRvYv1v58WAd4VBhl86Upq/QuOI7a85vE86VcRDVXpUrkQmuofMcovrHtM82IQYKrgyyf8wDo4rI7hzqNXbgxbm7OGi1isx0xS7ReRfNbBWnuQjJjTC61hF4lJg9/mg03gPwkoNRzQVCDm+Jumf3ek=",
    ],
    jwk: Object.freeze({
      kty: "RSA",
      n: "8KZbXmQdbfPN-M6GN0VyuamXQuadSTjn84x_GBp0KW2F0RHTCrdQURH-EwufUYjnz-H1ywIyCDM3gOtDke1uILsBi-ibhj22zxAY7dkUpK38ss3Wcc4IlfmT84z0e8gYmnI7Jibv06E0yXZyuLwte1g70mRGRgj1XtjZyvL5bU1i0dY57IP4TToiw6FA-2bvLTvfUsZ8H8ChW4NGU5KNRv_K9VS4wJmqgp_QnFG2Yu53AMg2MLaa9pmPacbr_wdJMJl6r7pgje4T8KbycSsIOz65Q4XyvUEWq9vgkFxm5xcL1RCSNKMd9EHI1RYlBksJFifUVUXqCtBELSgFRx-F8w",
      e: "AQAB",
      d: "QjFX_3olOCmwFYhlFY3mNRhnUVESoWHkNzMFgHFCU2TbQnsXJCLxFiOPUdjIDUrNjHo4PAtSDLxdv3m238xBlwIpNj0Yjk-qWYExgjbMPVHYKKyCmFIWPX5lSkASvXt3_P9_sopSPFFirimE-7hTAFLwPXo0dC4ho-Gc4nx7zCrM8-e1AjutBjT-EgXZcPGOqY59Ut18h7DgqNrAdCDM2JLKZxkPs9jfARag7Kn0FVaxyV3n5OCu47zrp5gEeSoxKkKEV6JkrYfb8JcYEIFqYAhXU4TLVLK6ORJ_tU9fuB0aElA5xhyFeAfmHvIy4R_Nx-PQVH3W98Ep6Dw6z38K0Q",
      p: "_wnS3xOWhBESyjviklaqbi3uwnMbmBhZn3IuBNpWd8s_KzmDluungRuZ6Z2-IASyDATvA3BoAgRWYUq9fB_PbP7SyUhY2LiljqL4LrTZV_BzvnpkjACdc2k-Z0qZk1b0aDTtPAwCutt4MCUfXKo5P09BebEGEb_LBZ2yzKYOKUM",
      q: "8Y6lBhvl-TB5DmYwM2-S4NrCUzXCNCSjGGj_O-iKfzFUGQzLF6L2n4BK20umFpLMWLEN8gDdd0pT1S2egdr2anFNmqE_fFEjt-rrTXc1bDDEEpxAqurgu6AbOO3W672udKCjUUwMKORZ27vlSgNYG3tBUxbaAgIRA9UQTlb7TZE",
      dp:
        "YOUXk586iTR_Ygw8eYKpv7B9zKy06CUgL77OkxNs1JiIiGCSiQ1BF4EoCaTfrgR6rKxXLoRPT6zcMJyXvwfK48swxD5TWwtUAwwRpJUbGhkFsHGJr9Mv_sAWcGHcVSktNEYfd7fMdbeaQxhngOo_U7lF0_kYqDeo55pRawUPzkc",
      dq:
        "SFOkt9KMpnNMG_KfBhenS-pUeyPClWhO6VUu7xoutezoOGPrP5WM8K8yOr1I6sNjqj7BZS-7ICfCODdjmZAdbjukt-MGJkwJPN17PQOvnEhxvPzKJCMVzTggTohwbL-rx8H9hK8XiPruqOt2uRWNQRVDtwRFnIpP2-zk6AAFWPE",
      qi:
        "1l4QfNx4WniLlG872tFQkqhTuhRz7tvyp1EWrQG2VJnxCYBVWK_-bA22DnEU47LDsJwHHQyHkjfPcp-xVT4FauGkhAq0RcODbXzgX9qCYNCx_aTuoTVRRqxSioRA2Cafs4XK1BbxrMs81l7Eky4Kd5qUaD0YRBVCfumvwA7hbFk",
    }),
  },
  {
    kid: "IKXYuQIs7Iq7ZNJJHCHZ6Hz_dWA",
    x5c: [
      "MIIDZDCCAkygAwIBAgIUVC4UWvdUdYe0yMEKxmo38w9oRM0wDQYJKoZIhvcNAQELBQAwQzFBMD8GA1UEAww4RW50cmFkYSBzYW5kYm94IHNpZ25pbmcga2V5IDIgKHB1YmxpYywgcHJvdGVjdHMgbm90aGluZykwHhcNMjYxMTIwMDU1MTE2WhcNNDYxMTE1MDU1MTE2WjBDMUEwPwYDVQQDDDhFbnRyYWRhIHNhbmRib3ggc2lnbmluZyBrZXkgMiAocHVibGljLCBwcm90ZWN0cyBub3RoaW5nKTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAM3IJQzfYxDqgKXubYOlK89y70fHl4iqG+oSPyMSNvNRAEzsx/dh1MoPQ4Gxcv1IACzPYod/Z8k1eF30Rv/3ycMMc8ZCNuPt6Mnl4LZ02Muw+lQgfja/kv281m6oz8lTgQbiqCtilvKMsWGUvJsIhqFVXgxjpAwU3FpwKGA9je/mtEXncMcbB7vIgbaS3vAgsqLPExcJuk74BG0KGZ+q1NPriuLLz29KKB17IRs4R0WPTy279vLGZm9DhUIM6ku87i5Zz4VrmBjVg8ZpWz+c5eU3chow1KfZ2yJDWg6k0bgNWYyJzzPaJgpHvTlt1GkQdMivJpZ6Tr9kqh+puaK/MHMCAwEAAaNQME4wHQYDVR0OBBYEFIyi3z5vfeZqkF7Xx9yV1SYCv1VXMB8GA1UdIwQYMBaAFIyi3z5vfeZqkF7Xx9yV1SYCv1VXMAwGA1UdEwEB/wQCMAAwDQYJKoZIhvcNAQELBQADggEBACnhCdJr0BDn3X3vYu9CuEtJfYXXp8VctKkaMNnVEWRGL2ejLJJFlM6luRO7tYdD10kGiRmmULVRBGJdSYlm+lGmQs3e63dAIBGCDenRQwE3Hi2GGCWigSFHsul0pV+I8jLTgxpglA9Zk1sCUySiocbK4HTlQ2iQRYd4CYUNU/J1/pJk/pm31nEjEgJSwULsIzd/cC+c0HlYODv8Voa3uYjhq1SU5smC/57OorRgkqbnnh4DRRUeTQsV7fiYra8pKusTwtbSGS+CqlKm+eOijhmPHDf3/xMuIxQPVFHfNdVEZD7CxcKBPXUceGiB+R+CKVu689gIh8hdnIn0S8W8zww=",
    ],
    jwk: Object.freeze({
      kty: "RSA",
      n: "zcglDN9jEOqApe5tg6Urz3LvR8eXiKob6hI_IxI281EATOzH92HUyg9DgbFy_UgALM9ih39nyTV4XfRG__fJwwxzxkI24-3oyeXgtnTYy7D6VCB-Nr-S_bzWbqjPyVOBBuKoK2KW8oyxYZS8mwiGoVVeDGOkDBTcWnAoYD2N7-a0RedwxxsHu8iBtpLe8CCyos8TFwm6TvgEbQoZn6rU0-uK4svPb0ooHXshGzhHRY9PLbv28sZmb0OFQgzqS7zuLlnPhWuYGNWDxmlbP5zl5TdyGjDUp9nbIkNaDqTRuA1ZjInPM9omCke9OW3UaRB0yK8mlnpOv2SqH6m5or8wcw",
      e: "AQAB",
      d: "Kgf5WVm_WFMtl7bNc5gnDKZDLXwc_XMRZIv5jWZJBwXCc_PhHCxFVEgt162w-P7d2kk5rMdfIX_kZ_xfDCVGdqpyc0pO_9s2MxbbASl4ppItb0V7wh77HQyXF98vIcYGkqt1AfePMVd_W5kPtPLW3Nkc7pbjiPwxzd8ewBmShi9RDlm90eUrUm-GWhCSVxqlkxdSCQQ-k56qz2av__iYq9x4qpKTrMgXNMymK2d0oSQAoX5jh8ZSjNm1vnWoCD_F8RqodNuJOGuMEzO44N64RGvJk_KgtTWLyqmXlZzbGuEjW-M6GrnMpUTRyqMORL5RjhhP6_RLi9ykA5w2wrAzEQ",
      p: "-L-YQkw92fGxgH-fGEhINiMw3cjhK4zXVk4Qa-1LvzSpFvTp_JnV58xqxXnFJmnLwVPzDjcGzra0nT6motVO493DEfZflugLsulZyFQkTSii4bQtGtcjmphW_qIUZp_7ZoFCww-IGKbQF1fWa87A2kapF4AWJ2Eo6pDgBmvw0_8",
      q: "08fkFNJlluetpvR_CFXSM1VV-QTA32O-aRSUyhCa-FCPSOrf-56SRuDh8YbzTMG-FsDTtsb1SbV-S37XGqL-WYy-LvngUqlfXBNDcBoarH1QyXiPtE-Akdoa0yiMlGhtKyK2gULOhrtfpUeVyOraGN_ZzfuTGEG7_8-nWG6hk40",
      dp:
        "lPmaZMpomKip1_2W-OIBbXrx_0IZqQ12wheKujiqDt-pDTitEj3H4EWLBK4DJxhhkW2HudG24AKIdUxaXFdIIixkcdOOOEDNEN-0h8fs3dEii-5uvQ5wIlxubZ4Afd3-oMt1goFAzxLIudI_dt2inpeHGa36lqcX7DPMF8x5tV0",
      dq:
        "yA9uwNS4r0OQ4cTaNC-OcHvOyXzaDq2U9INCw1fIbYb8tG9cw7_agyZxis5nDD2BqtDhrypoEQdolTzvSvRqvoGcL5hRdwUVVk_ERyQByqxfItPHPRhVZnLZIFyP4Kp9ZmBWc-l-W_ypr-Ld9n0VJqZghJuBK0r9o_ywI3PvIwk",
      qi:
        "4RGxoEf8dzgxzC664attCcl0buGGrZIPQfH04LdyD24OvbwbaW5dm4bQz-eZZjZWGo2_0Kztzy3zgu5FrvlT1oP7_KzGfpqbLYCG48sF0JJrcoO10c3NYfibJTT9Kw2i3MiL7XUTxRwkaI7VIfndUHiAPq-ApITZ66zSve2g2Qc",
    }),
  },
  {
    kid: "3oLEbo4PMZAHewRic2S6Yz7qr6Q",
    x5c: [
      "MIIDZDCCAkygAwIBAgIUZYVLJmvz4mNMkQmyMNQW6z02RSIwDQYJKoZIhvcNAQELBQAwQzFBMD8GA1UEAww4RW50cmFkYSBzYW5kYm94IHNpZ25pbmcga2V5IDMgKHB1YmxpYywgcHJvdGVjdHMgbm90aGluZykwHhcNMjYxMTIwMDYyODI3WhcNNDYxMTE1MDYyODI3WjBDMUEwPwYDVQQDDDhFbnRyYWRhIHNhbmRib3ggc2lnbmluZyBrZXkgMyAocHVibGljLCBwcm90ZWN0cyBub3RoaW5nKTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKgYbRgKNzRaflBQ7Wh932QK/wH3GhQdD45rsuHwiDDfz10VOPNzWIvh511NfDLQgvC8zPCOssFLWU7uoCBdCWUpSasEvBpwod/QaWtaQEYj5tHZ/Af5d0cBl/88QClZa2l5PeMEu+krUxkRMjdvsWQAO5rPduXrGkVnYg3amlB3BLcYL+WMKIhy2Y3VfVFEM4P/myEW6yOT6oVWDrj9AmdkNPZjL1wS7431zkWBEJQEl600Y531lfwsxHURVIU30m22k7ADDqx5f52I79F8nI1JyYTQXLXI4mFM2yrunoLGow1GJh+IMDaEv93jrshxhjJGgNVcJgKMelkJJtIV7eECAwEAAaNQME4wHQYDVR0OBBYEFHcxa76KHfmdLybNBiv6b+sxGjByMB8GA1UdIwQYMBaAFHcxa76KHfmdLybNBiv6b+sxGjByMAwGA1UdEwEB/wQCMAAwDQYJKoZIhvcNAQELBQADggEBABnJ8Dl6JDL90huqQmDs61cGhjQrq6Bqvw/Ds+6YY/nlXTRaagLIXHZfH8PES5PjFw6A2cTESqurV3Mi75a6Zln7qbRgIDc5856mzF1yxjBpFUY2DqSqjiUfgBpX48pZtCvci2xuljY4efn6+I+aJMojem6cQosTkt9Aaasmq9rXSOWz8nNjP5dbTFtbzqEmWwA0SAt4N+yJ/gPTbd6Mp2oXaQH0Rc0KSixAgY7UhH1CWx3dKvIVXQf0G9QThdd9c37RqDaGiEPHB0MzeWi95jkYusRibESSL/JAu5Xr9pxXnUEhT4oV4/bfiCRif6R3ZQKnSrGPncZhYYVUMvrdB44=",
    ],
    jwk: Object.freeze({
      "kty": "RSA",
      "n":
        "qBhtGAo3NFp-UFDtaH3fZAr_AfcaFB0Pjmuy4fCIMN_PXRU483NYi-HnXU18MtCC8LzM8I6ywUtZTu6gIF0JZSlJqwS8GnCh39Bpa1pARiPm0dn8B_l3RwGX_zxAKVlraXk94wS76StTGREyN2-xZAA7ms925esaRWdiDdqaUHcEtxgv5YwoiHLZjdV9UUQzg_-bIRbrI5PqhVYOuP0CZ2Q09mMvXBLvjfXORYEQlASXrTRjnfWV_CzEdRFUhTfSbbaTsAMOrHl_nYjv0XycjUnJhNBctcjiYUzbKu6egsajDUYmH4gwNoS_3eOuyHGGMkaA1VwmAox6WQkm0hXt4Q",
      "e": "AQAB",
      "d":
        "JGmaJDV-TOB3cUV-j_6ISB8bq1zQMOA0sPjCeLAGiHPK8xJ4UkA_w5ltaWgyCb3iR2zWhhubPETqtS76z9fng5rkgt_VMXMJlbaLR3524tq_EuFB96ZCAMcnGlp-WZatrlzdm5I4dGN2rjzr4FdZGVz1jGz5iAecGsGw22hpuhkb32shb_az_-LPtQwIZ4EOkZBKF6bRUwOj-uRV79F_6JWHX1ViohLJug2ZiHB7k-r9UH-d7IlXhkXstt81OzxrmKqMgRLj5Z6RD6vjZfcXQMRiLaeZSCDIm0D8aWbe4CfK0bMSiKRYvHFyhmrUwq21hsaHHB6Y_BDQGN1VmLHW2w",
      "p":
        "4g2RZBKMnoeT2THz63dApzVI66ZhRjYUL65_0L9AjOUhbCxKrtXbiGvzBzrg0WQai2nRweqJi1IksNjf4V4763MUfaS2dEhoKwHfbc9O-KSpjYtC5xA42ExzBGBAys8o6-IWT5L5qbVNPGUHtTjG9t_5ige7GdImQmtUUno0suM",
      "q":
        "vl1EPYuRiCKq6Zqz0mYQmjVcwQaweCWSbgUKLdoCSUX4T3fvOdrvYAyE4-k4Yz7DTPbmtDMWkONLhx8oCz_W1tjo18-2XWnWuvKnAlJ8meTmU_m8puz_Z5IjzkqWmJAt0IgesaHmhtnl3xknXbI1US5uy5p8H7vEm3TTcxV3g2s",
      "dp":
        "0ibo9o7kGfFS-wWcjVhlS82WyDT6k-pso9NnUiqrGRFfHBClMZrxqAcrfZo4LZIRt3AeKFghnNs17w8AO6V-sSpgb1o0oTA7X1gzXgPvl-qFEmjYPrXvEu8nsnbFZYZntbuPIFU0M5iwgCgwnUJ2fkbE15TOVXfwR6k-UBr6aR8",
      "dq":
        "lU59mXAAYzAdsT9_TsRyvSChcVwXyQRfBx-4ziGxrVrN2TaOUWhgW4s2J7PiYCT39UOpyyhOyLEdqgtL0xbtIHHcnnfx5u5-Vv6-8tlTlTitVqwHxT0ZTViX8NMbrulWpbo9qMD9GEOLQiJud9SwcM3kZJj0Rcd1-x_0QM1TgaU",
      "qi":
        "tfFOczCD4JrSgKzPCpA7k9zSdeo5dbU0nf36g_gX6L-XSA0j5Xe7n3gaFaDFyfWGFFOBIeQjH7hJhaTipUOJKUkq94VHDCLQxj6z0v0MTUBtt4P9L1wzFCuIQTHTQD0SCCyR_QKobe6k79IMXvRggoRbcMyCsb39Lw5MQDNEsVQ",
    }),
  },
];
