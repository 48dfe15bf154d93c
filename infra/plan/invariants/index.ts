import { access } from "./access.ts";
import { alarms } from "./alarms.ts";
import { api } from "./api.ts";
import { cost } from "./cost.ts";
import { data } from "./data.ts";
import { disaster } from "./disaster.ts";
import { gpu } from "./gpu.ts";
import { metrics } from "./metrics.ts";
import { network } from "./network.ts";
import { order } from "./order.ts";
import { site } from "./site.ts";
import { trust } from "./trust.ts";

export const invariants = { network, access, data, api, gpu, order, trust, alarms, metrics, cost, disaster, site };
