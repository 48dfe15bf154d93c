/** The GPU tier: a cluster with nodes that start on demand, and workers that can only connect to the platform. */
import "./cluster";
import "./karpenter";
import "./autoscale";
import "./metrics";
import "./worker";
