/** Builds the library's settings: no network access, no thumbnails, and the trusted authorities (PEM). */
export const buildSettings = (authorities: string) => ({
  trust: { verify_trust_list: true, ...(authorities === "" ? {} : { trust_anchors: authorities }) },
  verify: {
    verify_after_reading: true,
    // Signed files are verified separately.
    verify_after_sign: false,
    verify_trust: true,
    remote_manifest_fetch: false,
    ocsp_fetch: false,
  },
  builder: { thumbnail: { enabled: false } },
});
