import type { MiddlewareHandler } from "hono";
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import * as Context from "@pegbar/core/platform/context.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Env } from "../http/problem.ts";
import type { Resources } from "../resource.ts";
import { SHARE_SECRET } from "./share-header.ts";

const BURST_SECONDS = 10;

const createLimiter = ({ perSecond, burst }: Resources["Throttle"]) =>
  new BurstyRateLimiter(
    new RateLimiterMemory({ points: perSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: "burst", points: burst, duration: BURST_SECONDS }),
  );

/** Responds with 429 and Retry-After to a studio over its rate limit, without affecting others. */
export function throttle(limits: Resources["Throttle"]): MiddlewareHandler<Env> {
  const limiter = createLimiter(limits);
  return async (_c, next) => {
    const actor = Context.getActor();
    await limiter
      .consume(actor.type === "operator" ? actor.operatorId : Context.getTenantId())
      .catch((reason: unknown) => refuse(reason));
    await next();
  };
}

/** Requests that one share link may answer in a second, and in a burst of ten. */
const LINK_LIMITS = { perSecond: 10, burst: 100 };

/** Responds with 429 to a share link, or anything that is sent as one, over its rate limit. Others are not affected. */
export function throttleLinks(): MiddlewareHandler<Env> {
  const limiter = createLimiter(LINK_LIMITS);
  return async (c, next) => {
    await limiter
      .consume((c.req.header(SHARE_SECRET) ?? "").slice(0, 100))
      .catch((reason: unknown) => refuse(reason, "This link is opened too often."));
    await next();
  };
}

function refuse(reason: unknown, why = "Your studio sends too many requests."): never {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
  throw new VisibleError("too_many_requests", `${why} Wait ${seconds} s, then try again.`, {
    retryAfterSeconds: seconds,
  });
}
