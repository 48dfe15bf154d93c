import type { MiddlewareHandler } from "hono";
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import * as Context from "@pegbar/core/platform/context.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Env } from "../http/problem.ts";
import type { Resources } from "../resource.ts";

const BURST_SECONDS = 10;

/** Responds with 429 and Retry-After to a studio over its rate limit, without affecting others. */
export function throttle({ perSecond, burst }: Resources["Throttle"]): MiddlewareHandler<Env> {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: perSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: "burst", points: burst, duration: BURST_SECONDS }),
  );
  return async (_c, next) => {
    const actor = Context.getActor();
    await limiter.consume(actor.type === "operator" ? actor.operatorId : Context.getTenantId()).catch(refuse);
    await next();
  };
}

function refuse(reason: unknown): never {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
  throw new VisibleError(
    "too_many_requests",
    `Your studio sends too many requests. Wait ${seconds} s, then try again.`,
    {
      retryAfterSeconds: seconds,
    },
  );
}
