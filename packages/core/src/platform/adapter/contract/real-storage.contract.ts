import { createS3Storage } from "../s3.ts";
import { testStorageContract } from "./storage.ts";

const given = process.env["S3_URL"];
const url = URL.parse(given ?? "");
if (!url)
  throw new Error(
    "S3_URL is missing: S3_URL=s3://BUCKET npm run test:storage for Amazon's, S3_URL=https://HOST/BUCKET for another",
  );

/** Amazon S3 by bucket; other storage by endpoint and bucket. Region and keys come from the AWS environment. */
const [bucket, client] =
  url.protocol === "s3:"
    ? [url.host, {}]
    : [url.pathname.replaceAll("/", ""), { endpoint: url.origin, forcePathStyle: true }];

testStorageContract(url.href, () =>
  Promise.resolve({
    open: (seconds?: number) => createS3Storage({ bucket, client, ...(seconds === undefined ? {} : { seconds }) }),
    stop: () => Promise.resolve(),
  }),
);
