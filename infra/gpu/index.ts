/** The GPU tier, apart: a cluster, nodes that come and go, and on them workers that can reach nothing but us. */
import "./cluster";
import "./karpenter";
import "./autoscale";
import "./metrics";
import "./worker";
