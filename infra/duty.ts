import { declared, isKept } from "./here";

/** CloudWatch cannot publish to a topic with SNS's default key, so the topic needs its own key. */
const dutyKey = new aws.kms.Key(
  "DutyKey",
  {
    description: "Pegbar: alarms",
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${declared.account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": declared.account } },
        },
      ],
    }),
  },
  { protect: isKept },
);
/** The topic for people on duty. */
export const duty = new sst.aws.SnsTopic("Duty", {
  transform: {
    topic: (args) => {
      args.kmsMasterKeyId = dutyKey.arn;
    },
  },
});
new aws.sns.TopicSubscription("DutyByMail", { topic: duty.arn, protocol: "email", endpoint: declared.alarmEmail });

/** Permissions to publish to the topic. */
export const dutyRights = [
  { Effect: "Allow", Action: "sns:Publish", Resource: duty.arn },
  { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: dutyKey.arn },
];
