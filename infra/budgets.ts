import { CLASS_TAG, formatClassTag } from "./cost-tags";
import { declared, stage } from "./here";
import { workloadClasses } from "./stage";

/**
 * Creates budgets in AWS, which notify by mail some hours after the costs arise. Prometheus alerts earlier about GPU hours
 * (infra/gpu/rules.ts). Budgets count only resources whose tags are activated as cost allocation tags.
 */
const notify = (threshold: number, notificationType: "ACTUAL" | "FORECASTED") => ({
  comparisonOperator: "GREATER_THAN",
  threshold,
  thresholdType: "PERCENTAGE",
  notificationType,
  subscriberEmailAddresses: [declared.alarmEmail],
});

new aws.budgets.Budget("StageBudget", {
  name: `pegbar-${stage.name}`,
  budgetType: "COST",
  limitAmount: String(stage.budget.dollars),
  limitUnit: "USD",
  timeUnit: "MONTHLY",
  costFilters: [{ name: "TagKeyValue", values: [`user:sst:stage$${stage.name}`] }],
  notifications: [notify(80, "ACTUAL"), notify(100, "FORECASTED")],
});

if (stage.gpuTier)
  for (const name of workloadClasses)
    new aws.budgets.Budget(`GpuBudget${name}`, {
      name: `pegbar-${stage.name}-gpu-${name}`,
      budgetType: "USAGE",
      limitAmount: String(stage.budget.gpuHoursPerDay[name]),
      limitUnit: "Hrs",
      timeUnit: "DAILY",
      costFilters: [
        { name: "UsageTypeGroup", values: ["EC2: Running Hours"] },
        { name: "TagKeyValue", values: [`user:${CLASS_TAG}$${formatClassTag(stage.name, name)}`] },
      ],
      // Daily budgets have no forecast.
      notifications: [notify(100, "ACTUAL")],
    });
