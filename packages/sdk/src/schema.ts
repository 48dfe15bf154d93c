// Generated from openapi.json by `npm run sdk:generate`.
export interface paths {
    "/v1/ledger/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log's public keys, to compare with a certificate's */
        get: operations["getLedgerKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/authority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The certificate authority of the results' content credentials (C2PA)
         * @description The certificate, in PEM, to add to the trusted authorities of a content credentials reader.
         */
        get: operations["getLedgerAuthority"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The issuer and client to sign in with
         * @description For authorization code with PKCE, or the device grant if the issuer's discovery lists it.
         */
        get: operations["getSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions of the plug-ins for Blender and Maya
         * @description A plug-in older than `minimumVersion` asks its user to update it. One that is newer than `version` belongs to a later release.
         */
        get: operations["listPlugins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the API answers
         * @description Depends on nothing else. For a readiness check, see `GET /v1/health`.
         */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * State of the platform's parts
         * @description Answers within some seconds, even if the database does not. While the database is down, the other parts are not listed.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/logs/{log}/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The latest checkpoint of a log
         * @description A C2SP tlog-checkpoint, signed with the log's Ed25519 and ML-DSA-44 keys and cosigned by witnesses.
         */
        get: operations["getLedgerLogCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/logs/{log}/tile/{level}/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hashes of a log
         * @description A tile of C2SP tlog-tiles: up to 256 hashes of 32 bytes. Never changes.
         */
        get: operations["getLedgerLogTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shared": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a share link shows
         * @description Counts a view unless `Pegbar-Visit` continues an earlier visit, which lasts 12 hours. An expired or revoked link is 410, an unknown one 404.
         */
        get: operations["getShared"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shared/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watermarked pictures of one version of a share link
         * @description By frame, `limit` of them after the first `offset`. Needs `Pegbar-Visit`.
         */
        get: operations["listSharedPictures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My invitations
         * @description Invitations to my verified e-mail that I have neither accepted nor declined. They give no access yet.
         */
        get: operations["listInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Makes me a member. My default studio stays the same; the response lists all my studios.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline an invitation
         * @description The studio's admins see it as declined and can invite me again.
         */
        post: operations["declineInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My studios
         * @description Requests without the header Pegbar-Tenant go to the one with `default`.
         */
        get: operations["listMeMemberships"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/default-tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose my default studio
         * @description Applies to all my sign-ins. Operators always act as operator by default.
         */
        put: operations["replaceMeDefaultTenant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My membership and permissions */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all my sign-ins in this studio
         * @description Access tokens issued until now expire within half a minute. API tokens stay valid.
         */
        post: operations["signOutMe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The studio's settings */
        get: operations["getCurrentTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the studio's settings
         * @description `timeZone` sets when days and months of quotas and usage end. `rawGraphs` lets members run unpublished graphs.
         */
        patch: operations["updateCurrentTenant"];
        trace?: never;
    };
    "/v1/shows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows with their sequences and shots */
        get: operations["listShows"];
        put?: never;
        /** Create a show */
        post: operations["createShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One show */
        get: operations["getShow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a show
         * @description Its name, how its results are named, and its frame rate. `frameRate` is an exact fraction: `24`, `24000/1001`; `23.976` and its kind mean fractions of 1001. Movies that exist keep theirs. The code stays, because it is in file names and records.
         */
        patch: operations["updateShow"];
        trace?: never;
    };
    "/v1/shows/{id}/shots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add sequences and shots
         * @description Existing ones stay as they are; `shots` is the number of new ones.
         */
        post: operations["createShowShot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shows/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of a show */
        get: operations["listShowMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shows/{id}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a member to a show */
        put: operations["putShowMember"];
        post?: never;
        /** Remove a member from a show */
        delete: operations["deleteShowMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members */
        get: operations["listMembers"];
        put?: never;
        /**
         * Invite a person
         * @description They become a member when they accept (portal, `pegbar invitations accept`, POST /v1/invitations/{id}/accept), signed in with this e-mail, which the identity provider must have verified. The invitation expires after 30 days.
         */
        post: operations["createMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * End a membership
         * @description Your own or, as an admin, anyone's. The name stays on their work. A studio keeps at least one active admin.
         */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        /**
         * Change name or role
         * @description Takes effect within a minute. A studio keeps at least one active admin.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens, newest first */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create an API token
         * @description `secret` is shown only once. The token acts as you, limited to `verbs` and `showIds`; with `service` it belongs to the studio and acts as a service member with that role. Tokens cannot create tokens.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One API token, without its secret */
        get: operations["getToken"];
        put?: never;
        post?: never;
        /**
         * Revoke an API token
         * @description Takes effect within half a minute. The revoked token stays in the list.
         */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workflows, each with its latest version */
        get: operations["listWorkflows"];
        put?: never;
        /**
         * Publish a workflow, or its next version
         * @description Takes ComfyUI's "Export (API)", or the workflow as its editor saves it, which is converted. Without `form` the proposed one is published. Versions never change.
         */
        post: operations["createWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Convert a workflow to API format
         * @description Takes ComfyUI's "Export (API)", or the workflow as its editor saves it, which is converted. The graph is the one that the editor sends to ComfyUI: subgraphs are opened, reroutes followed, muted and bypassed nodes left out. Seeds keep their values. Nothing is stored.
         */
        post: operations["createWorkflowConversion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose a form for a workflow
         * @description Takes ComfyUI's "Export (API)", or the workflow as its editor saves it, which is converted. Answers with the graph and a form to adjust and publish, with further fields that could be added, and with everything that keeps the graph from running. With `form` that form is checked instead: whatever does not fit the graph is among the problems. Nothing is stored.
         */
        post: operations["createWorkflowProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workflow, by slug, wfl_… or wfv_… */
        get: operations["getWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions of a workflow with their graphs */
        get: operations["listWorkflowVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retire a workflow
         * @description Accepted jobs still run; versions stay in the record.
         */
        post: operations["retireWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a retired workflow
         * @description Accepted jobs still run; versions stay in the record.
         */
        post: operations["restoreWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/object-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Node classes of the image, as ComfyUI describes them
         * @description ComfyUI's `/object_info` of the image that graphs are checked against. Lists of models and input files are empty: see `GET /v1/models`. A response has megabytes; keep it, and send its ETag as If-None-Match.
         */
        get: operations["getObjectInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered models and the shows they are cleared for */
        get: operations["listModels"];
        put?: never;
        /**
         * Create one of the studio's own models
         * @description 200: already uploaded. 201: PUT it to `upload` with exactly its headers, then complete. Only safetensors; other studios cannot use it. Send a file over 64 MiB in parts of 64 MiB: give `partSha256s` and PUT each of `parts`. To resume, create it again and upload the missing parts.
         */
        post: operations["createModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One model */
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify and import an uploaded model
         * @description Waits for the check of hash, size and format. A rejected file is removed; the response says why.
         */
        post: operations["completeModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/shows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the shows that a model is cleared for
         * @description Replaces the list. Jobs that are already accepted still run.
         */
        put: operations["replaceModelShows"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke one of the studio's own models permanently
         * @description Queued jobs that use it are held; running ones continue.
         */
        post: operations["revokeModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who used a model, where and when */
        get: operations["listModelUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inputs, newest first */
        get: operations["listInputs"];
        put?: never;
        /**
         * Create an input by its SHA-256
         * @description 200: already uploaded. 201: PUT it to `upload` with exactly its headers, then complete. Send a file over 64 MiB in parts of 64 MiB: give `partSha256s` and PUT each of `parts`. To resume, create it again and upload the missing parts.
         */
        post: operations["createInput"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One input */
        get: operations["getInput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file of an input
         * @description 409 unless it is verified.
         */
        get: operations["getInputDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an uploaded file
         * @description Waits for the check. A rejected file is removed; the response says why.
         */
        post: operations["completeInput"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create up to 500 inputs by their SHA-256
         * @description Those with `upload` or `parts` are not stored yet: PUT them as for POST /v1/inputs, then complete them together. Can be repeated. If one file is refused, none is created.
         */
        post: operations["createInputAnnouncement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify up to 500 uploaded files
         * @description Waits up to 20 seconds for the checks. Repeat it while files are `checking`. A rejected file is removed.
         */
        post: operations["createInputCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/image-sequences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Image sequences, newest first */
        get: operations["listImageSequences"];
        put?: never;
        /**
         * Make an image sequence of uploaded files
         * @description One picture per frame. A batch takes its id as an input, and each job reads the file of its frame. 200: the sequence with the same pattern and content exists.
         */
        post: operations["createImageSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/image-sequences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One image sequence with its frames and gaps */
        get: operations["getImageSequence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/image-sequences/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of an image sequence, in order of their frames */
        get: operations["listImageSequenceFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs, newest first
         * @description With `pictures`, each job has the URL of its latest preview or first result; with `wait`, queued jobs have their position in the queue, which needs a query of the queue.
         */
        get: operations["listJobs"];
        put?: never;
        /**
         * Submit a job
         * @description Runs a workflow or a raw graph. Everything that could stop the job later is checked first.
         */
        post: operations["createJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One job with its attempts
         * @description With `wait`, a queued job has its position in the queue, which needs a query of the queue.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a queued job's priority or lane
         * @description Priority orders jobs within the studio and lane; above 0 is for supervisors and admins.
         */
        patch: operations["updateJob"];
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description A queued job ends immediately, a running one as soon as its worker has stopped it.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold a queued job
         * @description It keeps its reservation and does not start. No effect on a job in another state.
         */
        post: operations["holdJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a held job
         * @description It is queued again and keeps its age.
         */
        post: operations["releaseJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a failed or cancelled job
         * @description Reserves quota of this month again. Models and their clearances are checked again.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel, hold, release or prioritise many jobs at once
         * @description By ids, or all open jobs that match a filter, in one transaction. Needs the action's permission: job.cancel, job.hold or job.defer. Changes only jobs that you have that permission for.
         */
        post: operations["createJobAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate a job's duration, price and wait
         * @description Accepts and rejects the same requests as POST /v1/jobs, but queues and reserves nothing. Ranges are based on measured runs of the same workflow version, class, size and steps or, without those, on size and steps alone.
         */
        post: operations["createEstimate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When a job was queued, ran which node, was delivered and recorded
         * @description Phases and nodes of an attempt are known once it has ended. Nodes have the time that ComfyUI spent in them, and nodes that it took from its cache no duration. Attempts that ended before this was recorded have no phases.
         */
        get: operations["getJobTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches, newest first */
        get: operations["listBatches"];
        put?: never;
        /**
         * Submit a batch of jobs
         * @description One job per frame, per combination of parameters, or both. All jobs are checked and priced first, and are queued together or not at all.
         */
        post: operations["createBatche"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/retakes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Render some frames of a batch again
         * @description Submits a batch with all frames of this one. The chosen frames are rendered with the values that you change; the others keep their results, free of charge. The results are the next version.
         */
        post: operations["createBatcheRetake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estimates/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate a batch's duration and price
         * @description Accepts and rejects the same requests as POST /v1/batches, but queues and reserves nothing.
         */
        post: operations["batchEstimate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One batch with the number of its jobs in each state */
        get: operations["getBatche"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause, resume or cancel a batch, retry its failed jobs, or change their priority
         * @description In one transaction. `cancel`, `retry` and `prioritise` can be limited to frames. Running jobs continue when a batch is paused. Needs job.hold to pause and resume, else the action's permission: job.cancel, job.retry or job.defer.
         */
        post: operations["createBatcheAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a job (server-sent events, or long polling)
         * @description The events queued, running, interrupted, cancelling, succeeded, failed, cancelled, held and prioritised have ids; send the last one as Last-Event-ID to resume. progress and preview have none. The stream ends with the job, or after a while: reconnect. With `Accept: application/json` the response is sent as soon as there are events, or after `wait` seconds.
         */
        get: operations["listJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the studio (server-sent events, or long polling)
         * @description Events of all jobs that you can see, and notices for admins. Each has an id; `open` is the first event if nothing has happened yet. Resume with the last id as Last-Event-ID to miss nothing. Streams end after a while: reconnect. With `Accept: application/json` the response is sent as soon as there are events, or after `wait` seconds; pass `next` as `after`.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assets, newest first */
        get: operations["listAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Number of assets per day or shot, with a cursor for every page
         * @description For a gallery that knows its length before its content: the pages of a group are those of `GET /v1/assets` with the same filters, the group's `shotId` or times, `sort=-created` and one of its cursors. The first page has no cursor and `count - pageSize × cursors` assets; the others have `pageSize`. Counts the newest 100,000 assets.
         */
        get: operations["listAssetGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tags of assets, the most frequent first
         * @description At most 500.
         */
        get: operations["listAssetTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Flag, rate and tag assets
         * @description `flag` and `rating` are your own: nobody else sees them, and they decide nothing. Tags are for everyone who sees the asset. Repeating the request changes nothing. Either all assets are changed or none.
         */
        post: operations["createAssetMark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One asset */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions of the asset in its shot */
        get: operations["listAssetVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file
         * @description `credentialed` returns the file with content credentials (C2PA), which is another file with the same picture; 404 if there is none.
         */
        get: operations["getAssetDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/workflow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The workflow that made the asset
         * @description The graph that ran, in API format: save it as a JSON file and drop it on ComfyUI's editor. Inputs have the names of the uploaded files. The asset's file contains none of it. 409 if it was erased.
         */
        get: operations["getAssetWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Certificate: what the asset was made from, by whom and when
         * @description Available within a second of the job's end; `wait` waits for it. `withhold` omits values that the record commits to; the proof stays valid.
         */
        get: operations["getAssetCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shots/{id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Certificate of all results of a shot
         * @description All results of all members, including rejected ones, each with its number in the shot, and the list of them. The first request writes that list to the log; `wait` waits for it.
         */
        get: operations["getShotCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions, newest first
         * @description A version is what a job or a batch made for one output in a shot: v001, v002 …
         */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version with its review */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What differs from another version
         * @description Frame by frame, by the hashes of the files. `from`: the other version; default: the one before.
         */
        get: operations["listVersionChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a version, or send it to retake
         * @description A decision is final, and becomes a record of the log for each frame. A version can be approved when all of its frames have results.
         */
        post: operations["reviewVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes of a version, oldest first */
        get: operations["listVersionNotes"];
        put?: never;
        /** Write a note about a version or one of its frames */
        post: operations["createVersionNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions/{id}/renditions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Movies and contact sheets of a version, oldest first
         * @description A version of a batch with frames gets a movie (MP4) and a contact sheet (JPEG) once all of its frames have ended.
         */
        get: operations["listVersionRenditions"];
        put?: never;
        /**
         * Make a movie or a contact sheet of a version
         * @description Of the frames that the version has now. One that exists with these options is returned instead; it is made again if it failed or the version has other frames since. Ask for it until its `state` is `ready` or `failed`.
         */
        post: operations["createVersionRendition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/renditions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One movie or contact sheet */
        get: operations["getRendition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/renditions/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file
         * @description 409 while it is not made.
         */
        get: operations["getRenditionDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Playlists, newest first */
        get: operations["listPlaylists"];
        put?: never;
        /**
         * Create a playlist
         * @description Versions of one show in the order in which they are reviewed; at most 500.
         */
        post: operations["createPlaylist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playlists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One playlist */
        get: operations["getPlaylist"];
        put?: never;
        post?: never;
        /**
         * Delete a playlist
         * @description Its versions stay, and so do share links that were made from it.
         */
        delete: operations["deletePlaylist"];
        options?: never;
        head?: never;
        /**
         * Rename a playlist, or arrange its versions
         * @description `versionIds` are all of its versions in their new order. Versions that you may not see stay, at the end.
         */
        patch: operations["updatePlaylist"];
        trace?: never;
    };
    "/v1/playlists/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a playlist, in order */
        get: operations["listPlaylistVersions"];
        put?: never;
        /**
         * Add versions at the end
         * @description Versions that the playlist has already keep their place.
         */
        post: operations["createPlaylistVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playlists/{id}/versions/{versionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a version */
        delete: operations["deletePlaylistVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/share-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Share links, newest first */
        get: operations["listShareLinks"];
        put?: never;
        /**
         * Share a version or a playlist
         * @description The link shows watermarked pictures of the version, or of the versions that the playlist has now. `secret` and `path` are shown only once. It expires after `expiresInDays` (default 7, at most 90).
         */
        post: operations["createShareLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/share-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One share link, without its secret */
        get: operations["getShareLink"];
        put?: never;
        post?: never;
        /**
         * Revoke a share link
         * @description Takes effect at once; addresses of pictures that were already given out work for up to five minutes. The revoked link stays in the list.
         */
        delete: operations["deleteShareLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/origins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an asset was made from
         * @description Earlier results, inputs, models and workflow versions that you can see; `edges` connects them. A result that was used as an input is found by its SHA-256.
         */
        get: operations["listAssetOrigins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every asset that a model had a part in
         * @description Results of jobs that used it, and results made from those, that you can see. `steps` is the number of results in between.
         */
        get: operations["listModelAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inputs/{id}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every asset that an input had a part in
         * @description Results of jobs that used it, and results made from those, that you can see. `steps` is the number of results in between.
         */
        get: operations["listInputAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The studio's log */
        get: operations["getLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/logs/{log}/tile/entries/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records of the studio's log
         * @description An entry bundle of C2SP tlog-tiles: each record is prefixed with its length in two bytes. Never changes.
         */
        get: operations["getLedgerLogTileEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Quotas with their use and reservations of this month
         * @description By default the studio's first, then shows', then members'.
         */
        get: operations["listQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One quota, by the id of studio, show or member */
        get: operations["getQuota"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set limits of a show or member, and the weight of a member
         * @description Omitted fields stay; null removes a limit. A limit can be below the current use: `effects` describes the effect. Raising a limit lets queued jobs start immediately. With `dryRun` nothing changes; the response shows the effect. Only the operator sets the studio's own limits. While jobs of several members wait, twice the `weight` gives twice the GPU time; 100 is the default.
         */
        patch: operations["updateQuota"];
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage and cost, summed by group
         * @description Grouped by one to four of day, month, show, sequence, shot, member, workflow, workflowVersion, model, class, instance, outcome, separated by commas. What the platform bears (attempts lost to it, overruns) stands apart. Days and months end in the studio's time zone; `month` is that of the quota, so that its sums are the quota's.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What admins and operators did in the studio
         * @description Newest first. Rows are written in the transaction of the action and cannot be changed.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What operators did to the platform
         * @description Newest first. Rows are written in the transaction of the action and cannot be changed.
         */
        get: operations["getFleetAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notices: quota thresholds that were passed */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Erasures, newest first */
        get: operations["listErasures"];
        put?: never;
        /**
         * Erase a person's identity, prompts or inputs, or one input
         * @description Cannot be undone. Pictures, costs and proofs are kept; certificates show that values are missing, when they were erased and why. Values are erased before the response, their traces in database and store files within minutes: see `doneAt`. 409 while jobs need them. With `dryRun` nothing changes; the response shows the effect.
         */
        post: operations["createErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One erasure */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks, newest first */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description `secret` is shown only once; it verifies deliveries (Standard Webhooks). Only https URLs on the public internet are called.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook, without its secret */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Remove a webhook with its log */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change, disable or re-enable a webhook
         * @description A disabled webhook gets nothing, not even pending deliveries. Those can be replayed later.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing secret
         * @description `secret` is shown only once. For `overlapHours` deliveries are also signed with the old secret.
         */
        post: operations["createWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Sends `webhook.test` like any event. See the deliveries for the result.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries, newest first
         * @description Kept for 30 days.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a delivery
         * @description With the same `webhook-id` and body, and a new series of retries.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Studios with their usage and limits */
        get: operations["listTenants"];
        put?: never;
        /**
         * Create a studio and invite its first admin
         * @description It gets default limits; `limits` overrides them.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One studio */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a studio's name, time zone, raw graphs, tier, or weight in the fair share
         * @description While several studios wait for GPUs, twice the weight gives twice the share; 100 is the default. The tier sets the gateway's rate limit for the studio.
         */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/v1/tenants/{id}/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A studio's quota with its use and reservations of this month */
        get: operations["getTenantQuota"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set a studio's limits
         * @description Omitted fields stay; null removes a limit. A limit can be below the current use: `effects` describes the effect. Raising a limit lets queued jobs start immediately. With `dryRun` nothing changes; the response shows the effect.
         */
        patch: operations["updateTenantQuota"];
        trace?: never;
    };
    "/v1/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Classes with prices and load, workers, and counts of the reconciler's corrections */
        get: operations["getFleet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/cluster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workers' cluster: versions, node groups, add-ons, and their problems */
        get: operations["getFleetCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The golden image that graphs are validated against: ComfyUI, custom nodes, and reviews of node classes */
        get: operations["getFleetImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/classes/{class}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set a class's price or limit
         * @description Jobs that are already submitted keep their price.
         */
        patch: operations["updateFleetClass"];
        trace?: never;
    };
    "/v1/fleet/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a model file of the image for all studios
         * @description Each studio's admin clears it for shows.
         */
        post: operations["createFleetModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/models/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a shared model for all studios */
        post: operations["revokeFleetModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/models/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a revoked shared model */
        post: operations["restoreFleetModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleet/jobs/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log of a job, from all components, in the order of time
         * @description With the lines of its attempts and of the requests that are named with it; of the last day, unless `since` says otherwise. Lines contain no prompt, file name or other content of a studio. Recorded in the audit trail.
         */
        get: operations["getFleetJobLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem400: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 400;
            /** @enum {string} */
            code: "invalid_request" | "invalid_json" | "cursor_invalid" | "tenant_ambiguous";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem401: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 401;
            /** @enum {string} */
            code: "unauthenticated";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem403: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 403;
            /** @enum {string} */
            code: "forbidden" | "invitation_pending" | "nonce_unknown" | "raw_graphs_not_allowed";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem404: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 404;
            /** @enum {string} */
            code: "not_found";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem413: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 413;
            /** @enum {string} */
            code: "too_large";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem415: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 415;
            /** @enum {string} */
            code: "unsupported_media_type";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem429: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 429;
            /** @enum {string} */
            code: "too_many_requests";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem500: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 500;
            /** @enum {string} */
            code: "internal";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Problem503: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 503;
            /** @enum {string} */
            code: "unavailable";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        SignIn: {
            issuer: string;
            clientId: string;
            scopes: string[];
            audience: string | null;
            resource: string | null;
            programs: {
                clientId: string;
                host: string;
            };
        };
        PluginVersions: {
            version: string;
            minimumVersion: string;
        };
        Health: {
            /**
             * @description `down`: requests fail. `degraded`: requests succeed, but a part does not work, or is late.
             * @enum {string}
             */
            status: "ok" | "degraded" | "down";
            parts: components["schemas"]["HealthPart"][];
            /** Format: date-time */
            checkedAt: string;
        };
        HealthPart: {
            /**
             * @description `api`, `database`, `queues`, `recovery`, `uploads`, `ledger`, `storage`, `webhooks`, or `gpu-` and a workload class. Others may be added.
             * @example gpu-light
             */
            name: string;
            status: components["schemas"]["HealthStatus"];
            /** @description What users notice; absent if the part is ok */
            message?: string;
            /**
             * Format: date-time
             * @description Since when it is not ok, if it is known
             */
            since?: string;
        };
        /** @enum {string} */
        HealthStatus: "ok" | "degraded" | "down";
        Shared: {
            studio: string;
            title: string;
            recipient: string;
            /** @description Contact for questions. */
            contact: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** @description Frames per second of the show, as an exact fraction: `24`, `24000/1001`. */
            frameRate: string;
            /** @description Send it as `Pegbar-Visit`, so that reading on is not another view. */
            visit: string;
            versions: {
                show: string;
                sequence: string;
                shot: string;
                name: string;
                number: number;
                frames: number;
                /** @description Frames whose pictures are made, or cannot be made. */
                made: number;
            }[];
        };
        Problem410: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 410;
            /** @enum {string} */
            code: "link_ended";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        SharedPictures: {
            items: {
                frame: number | null;
                /**
                 * @description `failed`: no picture can be made of this file.
                 * @enum {string}
                 */
                state: "pending" | "ready" | "failed";
                /**
                 * Format: uri
                 * @description Valid for five minutes.
                 */
                url: string | null;
                width: number | null;
                height: number | null;
            }[];
        };
        Invitation: {
            id: string;
            tenant: {
                id: string;
                slug: string;
                name: string;
            };
            email: string;
            /** @enum {string} */
            role: "artist" | "supervisor" | "admin";
            invitedBy: string | null;
            /** Format: date-time */
            invitedAt: string | null;
        };
        Memberships: {
            operator: boolean;
            items: {
                tenant: {
                    id: string;
                    slug: string;
                    name: string;
                };
                /** @enum {string} */
                role: "artist" | "supervisor" | "admin";
                default: boolean;
            }[];
        };
        Problem409: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 409;
            /** @enum {string} */
            code: "last_admin" | "conflict" | "already_exists" | "lease_lost" | "image_mismatch" | "certificate_pending" | "quota_exceeded" | "workflow_retired";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Me: {
            member: {
                id: string;
                email: string;
                name: string;
                /** @enum {string} */
                role: "artist" | "supervisor" | "admin";
            } | null;
            tenant: {
                id: string;
                slug: string;
                name: string;
            } | null;
            operator: {
                id: string;
                email: string;
                name: string;
            } | null;
            may: {
                [key: string]: "own" | "shows" | "tenant" | "platform";
            };
        };
        Tenant: {
            id: string;
            slug: string;
            name: string;
            timeZone: string;
            rawGraphs: boolean;
        };
        Problem412: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 412;
            /** @enum {string} */
            code: "precondition_failed";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        Show: {
            id: string;
            code: string;
            name: string;
            /** @description How its results are named: {show}, {sequence}, {shot}, {name}, {version:03}, {frame:04} and {ext}. Versions that exist keep their names. */
            naming: string;
            /** @description Frames per second of its movies, as an exact fraction: `24`, `24000/1001`. */
            frameRate: string;
            sequences: {
                id: string;
                code: string;
                shots: {
                    id: string;
                    code: string;
                    frameIn: number | null;
                    frameOut: number | null;
                }[];
            }[];
        };
        Problem422: {
            /** Format: uri */
            type: string;
            title: string;
            /** @enum {number} */
            status: 422;
            /** @enum {string} */
            code: "model_refused" | "form_invalid" | "idempotency_key_reused" | "input_hash_mismatch" | "input_size_mismatch" | "input_type_not_supported" | "input_damaged" | "input_too_large" | "input_dimensions_too_large" | "input_too_many_channels" | "input_too_long" | "input_missing" | "input_not_verified" | "parameters_invalid" | "graph_invalid" | "model_not_cleared" | "webhook_url_refused";
            detail: string;
            requestId: string;
            errors: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            quota?: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                meter: string;
                limit: number;
                used: number;
                reserved: number;
                needed: number;
                /** Format: date-time */
                renewsAt: string | null;
            }[];
        };
        ShowMember: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "artist" | "supervisor" | "admin";
            /** @enum {string} */
            status: "invited" | "active" | "left" | "declined";
        };
        Member: {
            id: string;
            email: string;
            name: string;
            /** @enum {string} */
            role: "artist" | "supervisor" | "admin";
            /** @enum {string} */
            status: "invited" | "active" | "left" | "declined";
            service: boolean;
            /** Format: date-time */
            invitationExpiresAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        Token: {
            id: string;
            name: string;
            hint: string;
            memberId: string;
            createdBy: string;
            service: boolean;
            /** @enum {string} */
            role: "artist" | "supervisor" | "admin";
            verbs: string[] | null;
            showIds: string[] | null;
            shotId: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        NewToken: {
            id: string;
            name: string;
            hint: string;
            memberId: string;
            createdBy: string;
            service: boolean;
            /** @enum {string} */
            role: "artist" | "supervisor" | "admin";
            verbs: string[] | null;
            showIds: string[] | null;
            shotId: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            secret: string;
        };
        Workflow: {
            id: string;
            slug: string;
            name: string;
            description: string;
            retired: boolean;
            versionId: string;
            version: number;
            sha256: string;
            class: string;
            timeLimitSeconds: number;
            /** Format: date-time */
            publishedAt: string;
            publishedBy: string | null;
            form: {
                fields: ({
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "string";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @default false */
                    multiline: boolean;
                    /** @default 10000 */
                    maxLength: number;
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "integer";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    exactMinimum?: string;
                    exactMaximum?: string;
                    /** @default 1 */
                    step: number;
                    default: number | string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "number";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    step?: number;
                    default: number;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "boolean";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    default: boolean;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "choice";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    choices: string[];
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "model";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @enum {string} */
                    kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                    choices?: string[];
                    default: string;
                })[];
                inputs: {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    kind: "image" | "mask" | "video" | "audio" | "3d" | "latent";
                }[];
                outputs: {
                    name: string;
                    label: string;
                    node: string;
                }[];
                window?: {
                    length: number;
                    /** @default 0 */
                    overlap: number;
                    /** @default 0 */
                    handles: number;
                    multiple?: {
                        of: number;
                        plus: number;
                    };
                    lengthField?: string;
                    /** @default [] */
                    frameInputs: string[];
                    continueOutput?: string;
                    continueInput?: string;
                };
            };
        };
        ConvertedWorkflow: {
            graph: {
                [key: string]: unknown;
            };
            conversion?: components["schemas"]["WorkflowConversion"];
            problems: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
        };
        WorkflowConversion: {
            notices: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
        };
        WorkflowProposal: {
            graph: {
                [key: string]: unknown;
            };
            conversion?: components["schemas"]["WorkflowConversion"];
            form: {
                fields: ({
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "string";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @default false */
                    multiline: boolean;
                    /** @default 10000 */
                    maxLength: number;
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "integer";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    exactMinimum?: string;
                    exactMaximum?: string;
                    /** @default 1 */
                    step: number;
                    default: number | string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "number";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    step?: number;
                    default: number;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "boolean";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    default: boolean;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "choice";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    choices: string[];
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "model";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @enum {string} */
                    kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                    choices?: string[];
                    default: string;
                })[];
                inputs: {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    kind: "image" | "mask" | "video" | "audio" | "3d" | "latent";
                }[];
                outputs: {
                    name: string;
                    label: string;
                    node: string;
                }[];
                window?: {
                    length: number;
                    /** @default 0 */
                    overlap: number;
                    /** @default 0 */
                    handles: number;
                    multiple?: {
                        of: number;
                        plus: number;
                    };
                    lengthField?: string;
                    /** @default [] */
                    frameInputs: string[];
                    continueOutput?: string;
                    continueInput?: string;
                };
            };
            more: ({
                name: string;
                label: string;
                help?: string;
                node: string;
                input: string;
                /** @enum {string} */
                type: "string";
                /** @enum {string} */
                purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                /** @default false */
                multiline: boolean;
                /** @default 10000 */
                maxLength: number;
                default: string;
            } | {
                name: string;
                label: string;
                help?: string;
                node: string;
                input: string;
                /** @enum {string} */
                type: "integer";
                /** @enum {string} */
                purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                minimum: number;
                maximum: number;
                exactMinimum?: string;
                exactMaximum?: string;
                /** @default 1 */
                step: number;
                default: number | string;
            } | {
                name: string;
                label: string;
                help?: string;
                node: string;
                input: string;
                /** @enum {string} */
                type: "number";
                /** @enum {string} */
                purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                minimum: number;
                maximum: number;
                step?: number;
                default: number;
            } | {
                name: string;
                label: string;
                help?: string;
                node: string;
                input: string;
                /** @enum {string} */
                type: "boolean";
                /** @enum {string} */
                purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                default: boolean;
            } | {
                name: string;
                label: string;
                help?: string;
                node: string;
                input: string;
                /** @enum {string} */
                type: "choice";
                /** @enum {string} */
                purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                choices: string[];
                default: string;
            } | {
                name: string;
                label: string;
                help?: string;
                node: string;
                input: string;
                /** @enum {string} */
                type: "model";
                /** @enum {string} */
                purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                /** @enum {string} */
                kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                choices?: string[];
                default: string;
            })[];
            models: {
                name: string;
                kind: string;
            }[];
            problems: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
            warnings: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
        };
        PublishedWorkflow: {
            id: string;
            slug: string;
            name: string;
            description: string;
            retired: boolean;
            versionId: string;
            version: number;
            sha256: string;
            class: string;
            timeLimitSeconds: number;
            /** Format: date-time */
            publishedAt: string;
            publishedBy: string | null;
            form: {
                fields: ({
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "string";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @default false */
                    multiline: boolean;
                    /** @default 10000 */
                    maxLength: number;
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "integer";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    exactMinimum?: string;
                    exactMaximum?: string;
                    /** @default 1 */
                    step: number;
                    default: number | string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "number";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    step?: number;
                    default: number;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "boolean";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    default: boolean;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "choice";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    choices: string[];
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "model";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @enum {string} */
                    kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                    choices?: string[];
                    default: string;
                })[];
                inputs: {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    kind: "image" | "mask" | "video" | "audio" | "3d" | "latent";
                }[];
                outputs: {
                    name: string;
                    label: string;
                    node: string;
                }[];
                window?: {
                    length: number;
                    /** @default 0 */
                    overlap: number;
                    /** @default 0 */
                    handles: number;
                    multiple?: {
                        of: number;
                        plus: number;
                    };
                    lengthField?: string;
                    /** @default [] */
                    frameInputs: string[];
                    continueOutput?: string;
                    continueInput?: string;
                };
            };
            conversion?: components["schemas"]["WorkflowConversion"];
            warnings: {
                code: string;
                message: string;
                remedy: string;
                pointer?: string;
                node?: string;
                classType?: string;
                title?: string;
                input?: string;
            }[];
        };
        WorkflowVersion: {
            id: string;
            slug: string;
            name: string;
            description: string;
            retired: boolean;
            versionId: string;
            version: number;
            sha256: string;
            class: string;
            timeLimitSeconds: number;
            /** Format: date-time */
            publishedAt: string;
            publishedBy: string | null;
            form: {
                fields: ({
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "string";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @default false */
                    multiline: boolean;
                    /** @default 10000 */
                    maxLength: number;
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "integer";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    exactMinimum?: string;
                    exactMaximum?: string;
                    /** @default 1 */
                    step: number;
                    default: number | string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "number";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    minimum: number;
                    maximum: number;
                    step?: number;
                    default: number;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "boolean";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    default: boolean;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "choice";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    choices: string[];
                    default: string;
                } | {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    type: "model";
                    /** @enum {string} */
                    purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                    /** @enum {string} */
                    kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                    choices?: string[];
                    default: string;
                })[];
                inputs: {
                    name: string;
                    label: string;
                    help?: string;
                    node: string;
                    input: string;
                    /** @enum {string} */
                    kind: "image" | "mask" | "video" | "audio" | "3d" | "latent";
                }[];
                outputs: {
                    name: string;
                    label: string;
                    node: string;
                }[];
                window?: {
                    length: number;
                    /** @default 0 */
                    overlap: number;
                    /** @default 0 */
                    handles: number;
                    multiple?: {
                        of: number;
                        plus: number;
                    };
                    lengthField?: string;
                    /** @default [] */
                    frameInputs: string[];
                    continueOutput?: string;
                    continueInput?: string;
                };
            };
            graph: {
                [key: string]: unknown;
            };
        };
        ObjectInfo: {
            comfyuiVersion: string;
            objectInfo: {
                [key: string]: unknown;
            };
        };
        Model: {
            id: string;
            fileName: string;
            kind: string;
            name: string;
            sha256: string;
            family: string;
            licence: string;
            vramMib: number;
            /** @enum {string} */
            status: "active" | "revoked" | "announced" | "checking" | "refused";
            bytes: number | null;
            shared: boolean;
            clearedShowIds: string[];
        };
        OwnModel: {
            id: string;
            fileName: string;
            kind: string;
            name: string;
            sha256: string;
            family: string;
            licence: string;
            vramMib: number;
            /** @enum {string} */
            status: "active" | "revoked" | "announced" | "checking" | "refused";
            bytes: number | null;
            shared: boolean;
            clearedShowIds: string[];
            upload?: {
                /** @enum {string} */
                method: "GET" | "PUT";
                /** Format: uri */
                url: string;
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expiresAt: string;
            };
            parts?: {
                /** @enum {string} */
                method: "GET" | "PUT";
                /** Format: uri */
                url: string;
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expiresAt: string;
                number: number;
            }[];
        };
        ModelUse: {
            memberId: string;
            member: string;
            showId: string;
            show: string;
            jobs: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
        };
        Input: {
            id: string;
            sha256: string;
            bytes: number;
            contentType: string;
            filename: string;
            /** @enum {string} */
            status: "announced" | "checking" | "verified" | "refused" | "erased";
            width: number | null;
            height: number | null;
            /** @description Frames, duration, rate, channels and colour profile as found in the file, and `warnings` about what ComfyUI does with it. Null until the file is verified. */
            media: {
                codec: string | null;
                frames: number | null;
                durationMs: number | null;
                frameRate: {
                    numerator: number;
                    denominator: number;
                } | null;
                channels: number | null;
                audioChannels: number | null;
                sampleRate: number | null;
                bitDepth: number | null;
                colourProfile: string | null;
                warnings: {
                    code: string;
                    message: string;
                }[];
            } | null;
            /** @description ThumbHash of the thumbnail in base64, at most 25 bytes: a picture 32 pixels wide or high to show until the thumbnail has loaded. Null without a thumbnail, and for files from before placeholders were introduced. */
            placeholder: string | null;
            /** @description Summary of the file's content credentials (C2PA): `untrusted` ones are intact but signed by an unknown authority; `ours` are signed by this platform and name the leaf. Null for a file without any, and until the file is verified. */
            credentials: {
                /** @enum {string} */
                state: "valid" | "untrusted" | "invalid";
                generator: string | null;
                issuer: string | null;
                sourceType: string | null;
                ours: boolean;
                leaf: {
                    origin: string;
                    index: number;
                    hash: string;
                } | null;
                failures: string[];
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: uri */
            thumbnailUrl?: string;
            upload?: {
                /** @enum {string} */
                method: "GET" | "PUT";
                /** Format: uri */
                url: string;
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expiresAt: string;
            };
            parts?: {
                /** @enum {string} */
                method: "GET" | "PUT";
                /** Format: uri */
                url: string;
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expiresAt: string;
                number: number;
            }[];
        };
        AnnouncedInputs: {
            /** @description In the order of the request. */
            items: {
                id: string;
                sha256: string;
                /** @enum {string} */
                status: "announced" | "checking" | "verified" | "refused" | "erased";
                width: number | null;
                height: number | null;
                upload?: {
                    /** @enum {string} */
                    method: "GET" | "PUT";
                    /** Format: uri */
                    url: string;
                    headers: {
                        [key: string]: string;
                    };
                    /** Format: date-time */
                    expiresAt: string;
                };
                parts?: {
                    /** @enum {string} */
                    method: "GET" | "PUT";
                    /** Format: uri */
                    url: string;
                    headers: {
                        [key: string]: string;
                    };
                    /** Format: date-time */
                    expiresAt: string;
                    number: number;
                }[];
            }[];
        };
        CompletedInputs: {
            /** @description In the order of the request. */
            items: {
                id: string;
                /**
                 * @description `checking`: ask again. `refused`: the file was removed; `problem` says why.
                 * @enum {string}
                 */
                status: "announced" | "checking" | "verified" | "refused" | "erased";
                width: number | null;
                height: number | null;
                warnings: {
                    code: string;
                    message: string;
                }[];
                problem: {
                    code: string;
                    message: string;
                    remedy: string;
                    pointer?: string;
                    node?: string;
                    classType?: string;
                    title?: string;
                    input?: string;
                } | null;
            }[];
        };
        ImageSequence: {
            id: string;
            /** @description Name of its files with a `#` for each digit of the frame number; `erased` if a file was erased. */
            pattern: string;
            /** @description Number of its files. Files that were deleted are not counted. */
            count: number;
            /** @description Its first frame; null if no file is left. */
            first: number | null;
            last: number | null;
            /** @description Of all its pictures; null if they differ or are not known. */
            width: number | null;
            height: number | null;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Its frames as a frame range, such as `1-48:2`. */
            frames: string;
            /** @description Distance of its frames: 2 for pictures on twos. */
            step: number;
            /** @description Frames without a file between the first and the last, as a frame range; empty without gaps. */
            missing: string;
        };
        ImageSequenceSummary: {
            id: string;
            /** @description Name of its files with a `#` for each digit of the frame number; `erased` if a file was erased. */
            pattern: string;
            /** @description Number of its files. Files that were deleted are not counted. */
            count: number;
            /** @description Its first frame; null if no file is left. */
            first: number | null;
            last: number | null;
            /** @description Of all its pictures; null if they differ or are not known. */
            width: number | null;
            height: number | null;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        ImageSequenceFile: {
            frame: number;
            inputId: string;
            filename: string;
            sha256: string;
            bytes: number;
            contentType: string;
            width: number | null;
            height: number | null;
            placeholder: string | null;
            /** Format: uri */
            thumbnailUrl?: string;
        };
        Job: {
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "held" | "succeeded" | "failed" | "cancelled";
            reason: string | null;
            /**
             * @description What holds it: a person, the platform after too many interruptions, or jobs of an earlier step. Null if it is not held.
             * @enum {string|null}
             */
            heldBy: "person" | "platform" | "dependency" | null;
            failure: {
                kind: string;
                message: string;
                node?: {
                    id: string;
                    classType: string;
                    title?: string;
                };
                traceback?: string[];
            } | null;
            progress: {
                fraction: number;
                node?: string;
                classType?: string;
                step?: number;
                steps?: number;
                execution?: {
                    executed: string[];
                    cached: string[];
                };
            } | null;
            cancelRequested: boolean;
            show: string;
            sequence: string;
            shot: string;
            shotId: string;
            memberId: string;
            workflowVersionId: string | null;
            batchId: string | null;
            step: number;
            frame: number | null;
            window: {
                frames: string;
                kept: string;
            } | null;
            variant: number;
            reusedJobId: string | null;
            parameters: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            erasedAt: string | null;
            /** @enum {string} */
            class: "light" | "heavy" | "xl";
            /** @enum {string} */
            lane: "interactive" | "batch";
            priority: number;
            labels: {
                [key: string]: string;
            };
            reserved: {
                gpuSeconds: number;
                dollars: number;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            wait?: {
                jobsAhead: number;
                seconds: {
                    low: number;
                    high: number;
                } | null;
            };
            /** @description Name of each input of the form → id of its file; of an input that takes all frames of a window, their ids. */
            inputs: {
                [key: string]: string | string[];
            };
            attempts: {
                id: string;
                /** @enum {string} */
                state: "running" | "succeeded" | "failed" | "interrupted" | "cancelled";
                reason: string | null;
                failure: {
                    kind: string;
                    message: string;
                    node?: {
                        id: string;
                        classType: string;
                        title?: string;
                    };
                    traceback?: string[];
                } | null;
                executionMs: number | null;
                /** @description Ids of the nodes that ComfyUI ran, and of those whose results it took from the cache of earlier jobs. A loop that ran only some of its passes has its nodes in both. Null while it runs, and if it is not known. */
                execution: {
                    executed: string[];
                    cached: string[];
                } | null;
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                endedAt: string | null;
            }[];
        };
        JobSummary: {
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "held" | "succeeded" | "failed" | "cancelled";
            reason: string | null;
            /**
             * @description What holds it: a person, the platform after too many interruptions, or jobs of an earlier step. Null if it is not held.
             * @enum {string|null}
             */
            heldBy: "person" | "platform" | "dependency" | null;
            failure: {
                kind: string;
                message: string;
                node?: {
                    id: string;
                    classType: string;
                    title?: string;
                };
                traceback?: string[];
            } | null;
            progress: {
                fraction: number;
                node?: string;
                classType?: string;
                step?: number;
                steps?: number;
                execution?: {
                    executed: string[];
                    cached: string[];
                };
            } | null;
            cancelRequested: boolean;
            show: string;
            sequence: string;
            shot: string;
            shotId: string;
            memberId: string;
            workflowVersionId: string | null;
            batchId: string | null;
            step: number;
            frame: number | null;
            window: {
                frames: string;
                kept: string;
            } | null;
            variant: number;
            reusedJobId: string | null;
            parameters: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            erasedAt: string | null;
            /** @enum {string} */
            class: "light" | "heavy" | "xl";
            /** @enum {string} */
            lane: "interactive" | "batch";
            priority: number;
            labels: {
                [key: string]: string;
            };
            reserved: {
                gpuSeconds: number;
                dollars: number;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uri */
            pictureUrl?: string;
            /** @description ThumbHash of the thumbnail in base64, at most 25 bytes: a picture 32 pixels wide or high to show until the thumbnail has loaded. Null without a thumbnail, and for files from before placeholders were introduced. */
            placeholder?: string | null;
            wait?: {
                jobsAhead: number;
                seconds: {
                    low: number;
                    high: number;
                } | null;
            };
        };
        Acted: {
            changed: number;
            stopping: number;
        };
        Estimate: {
            /** @enum {string} */
            class: "light" | "heavy" | "xl";
            instance: string;
            pixels: number;
            steps: number;
            seconds: {
                low: number;
                high: number;
            };
            dollars: {
                low: number;
                high: number;
            };
            wait: {
                seconds: {
                    low: number;
                    high: number;
                } | null;
                jobsAhead: number;
                workers: number;
            };
            basis: {
                /** @enum {string} */
                kind: "measured" | "assumed";
                runs: number;
                text: string;
            };
            remaining: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                gpuSeconds: number | null;
                dollars: number | null;
                waitingJobs: number | null;
            }[];
        };
        JobTimeline: {
            jobId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            traceId: string | null;
            spans: components["schemas"]["TimelineSpan"][];
        };
        TimelineSpan: {
            /** @enum {string} */
            kind: "queued" | "held" | "attempt" | "fetching" | "waiting" | "rendering" | "node" | "delivering" | "recording";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            endedAt: string | null;
            attempt?: number;
            workerId?: string;
            outcome?: string;
            reason?: string;
            node?: {
                id: string;
                classType: string | null;
                title: string | null;
                cached: boolean;
            };
        };
        Batch: {
            id: string;
            name: string;
            /**
             * @description `paused`: by a person. `stopped`: by the platform, after too many failures; resume it to continue. `ended`: no job is queued, running or held.
             * @enum {string}
             */
            state: "active" | "paused" | "stopped" | "ended";
            reason: string | null;
            show: string;
            sequence: string;
            shot: string;
            shotId: string;
            memberId: string;
            workflowVersionId: string;
            /** @description Its frame range as it was submitted; null without frames. */
            frames: string | null;
            /** @description The batch of which it renders some frames again and keeps the others; null for another batch. */
            retakeOf: string | null;
            jobs: number;
            /** @description Number of its jobs in each state. `waiting`: those that wait for an earlier step; `held` does not count them. */
            counts: {
                queued: number;
                running: number;
                held: number;
                succeeded: number;
                failed: number;
                cancelled: number;
                waiting: number;
            };
            stopAfter: {
                failures: number | null;
                share: number | null;
            };
            /** Format: date-time */
            erasedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            /** @description What its jobs cost so far, and what is reserved on the quotas for those that have not ended. */
            cost: {
                dollars: number;
                reservedDollars: number;
            };
            /** @description What was submitted, with defaults, to submit it again. Empty after an erasure. */
            request: {
                [key: string]: unknown;
            };
        };
        BatchEstimate: {
            /** @description Number of jobs: frames times combinations of parameters. */
            jobs: number;
            /** @description Number of jobs that get results of earlier ones, free of charge. */
            reused: number;
            /** @enum {string} */
            class: "light" | "heavy" | "xl";
            instance: string;
            /** @description GPU time of all jobs together. */
            seconds: {
                low: number;
                high: number;
            };
            dollars: {
                low: number;
                high: number;
            };
            wait: {
                seconds: {
                    low: number;
                    high: number;
                } | null;
                jobsAhead: number;
                workers: number;
            };
            /** @description Seconds from now until the last job ends, on the workers that run now. Null if no worker of the class runs and none is started. */
            duration: {
                low: number;
                high: number;
            } | null;
            /** @description Number of jobs whose estimate is based on measured runs. */
            measured: number;
            remaining: {
                /** @enum {string} */
                scope: "tenant" | "show" | "member";
                subjectId: string;
                gpuSeconds: number | null;
                dollars: number | null;
                waitingJobs: number | null;
            }[];
        };
        BatchSummary: {
            id: string;
            name: string;
            /**
             * @description `paused`: by a person. `stopped`: by the platform, after too many failures; resume it to continue. `ended`: no job is queued, running or held.
             * @enum {string}
             */
            state: "active" | "paused" | "stopped" | "ended";
            reason: string | null;
            show: string;
            sequence: string;
            shot: string;
            shotId: string;
            memberId: string;
            workflowVersionId: string;
            /** @description Its frame range as it was submitted; null without frames. */
            frames: string | null;
            /** @description The batch of which it renders some frames again and keeps the others; null for another batch. */
            retakeOf: string | null;
            jobs: number;
            /** @description Number of its jobs in each state. `waiting`: those that wait for an earlier step; `held` does not count them. */
            counts: {
                queued: number;
                running: number;
                held: number;
                succeeded: number;
                failed: number;
                cancelled: number;
                waiting: number;
            };
            stopAfter: {
                failures: number | null;
                share: number | null;
            };
            /** Format: date-time */
            erasedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
        };
        BatchActed: {
            changed: number;
            batch: components["schemas"]["Batch"];
        };
        JobEvents: {
            items: components["schemas"]["Event"][];
            next: string | null;
            ended: boolean;
            progress: {
                fraction: number;
                node?: string;
                classType?: string;
                step?: number;
                steps?: number;
                execution?: {
                    executed: string[];
                    cached: string[];
                };
            } | null;
        };
        Event: {
            id: string;
            type: string;
            data: {
                [key: string]: unknown;
            };
        };
        Events: {
            items: components["schemas"]["Event"][];
            next: string;
        };
        Asset: {
            id: string;
            show: string;
            sequence: string;
            shot: string;
            shotId: string;
            jobId: string;
            memberId: string;
            name: string;
            /** @description Number within shot and name. All frames of a batch have one version. */
            version: number;
            batchId: string | null;
            /** @description Number of its frame in the shot; null for a result without one. */
            frame: number | null;
            /** @description The result whose file it is, because an earlier job had the same content. Null for one that was made for its job. */
            reusedAssetId: string | null;
            /** @description Id of the graph's node that saved it. */
            nodeId: string;
            position: number;
            /**
             * @description `rendered`: computed for its job. `cached`: a sampler's result, or everything before the node that saved it, came from ComfyUI's cache of an earlier job. `unknown`: the worker's connection to ComfyUI was lost, or the result is from before this was recorded.
             * @enum {string}
             */
            execution: "rendered" | "cached" | "unknown";
            filename: string;
            sha256: string;
            bytes: number;
            contentType: string;
            width: number | null;
            height: number | null;
            durationMs: number | null;
            frames: number | null;
            /** @description Channels, bit depth, frame rate and colour profile. Null until it is described. */
            media: {
                codec: string | null;
                frames: number | null;
                durationMs: number | null;
                frameRate: {
                    numerator: number;
                    denominator: number;
                } | null;
                channels: number | null;
                audioChannels: number | null;
                sampleRate: number | null;
                bitDepth: number | null;
                colourProfile: string | null;
                warnings: {
                    code: string;
                    message: string;
                }[];
            } | null;
            /** @description Whether files of its type can have content credentials (C2PA); a platform that signs adds them within seconds. */
            carriesCredentials: boolean;
            /**
             * @description Where its content credentials (C2PA) are: in a signed copy of the file, in a separate manifest next to the original (EXR, HDR, WebM, Opus, GLB), or nowhere, because the type has none.
             * @enum {string}
             */
            credentialsIn: "file" | "sidecar" | "none";
            /** @description The file with content credentials (C2PA), or the sidecar; null until it is signed, and for types without credentials. */
            credentialed: {
                filename: string;
                sha256: string;
                bytes: number;
            } | null;
            /** @description ThumbHash of the thumbnail in base64, at most 25 bytes: a picture 32 pixels wide or high to show until the thumbnail has loaded. Null without a thumbnail, and for files from before placeholders were introduced. */
            placeholder: string | null;
            /** Format: uri */
            thumbnailUrl?: string;
            /**
             * @description Your own.
             * @enum {string|null}
             */
            flag: "favourite" | "rejected" | null;
            /** @description Your own, 1 to 5. */
            rating: number | null;
            /** @description In alphabetical order. */
            tags: string[];
            /** Format: date-time */
            createdAt: string;
        };
        AssetGroups: {
            items: {
                /** @description Day, as `2026-11-25`, or the shot's codes, as `HARBOR/sq010/sh010`. */
                key: string;
                count: number;
                shotId: string | null;
                /** Format: date-time */
                createdAfter: string | null;
                /** Format: date-time */
                createdBefore: string | null;
                /** @description Of each page of the group after its first. */
                cursors: string[];
            }[];
            pageSize: number;
            total: number;
            /** @description Whether there are older assets, which are not counted. */
            truncated: boolean;
        };
        WorkflowGraph: {
            [key: string]: {
                class_type: string;
                inputs: {
                    [key: string]: unknown;
                };
                _meta?: {
                    title?: string;
                };
            };
        };
        Certificate: {
            /** @enum {string} */
            about: "asset" | "shot";
            /** @description The studio's checkpoint in the platform's log */
            anchor: {
                /** @description C2SP tlog-proof */
                proof: string;
                /** @description RFC 8785 text; the leaf is its RFC 9162 hash */
                record: string;
            };
            entries: {
                disclosed: {
                    field: string;
                    salt: string;
                    value?: unknown;
                }[];
                /** @description C2SP tlog-proof */
                proof: string;
                /** @description RFC 8785 text; the leaf is its RFC 9162 hash */
                record: string;
            }[];
            /** @enum {string} */
            format: "pegbar-certificate/2";
            keys: {
                log: string[];
                witnesses: string[];
            };
        };
        Version: {
            id: string;
            showId: string;
            show: string;
            sequence: string;
            shot: string;
            shotId: string;
            memberId: string;
            name: string;
            /** @description From 1, without gaps within shot and name. */
            number: number;
            batchId: string | null;
            step: number;
            variant: number;
            /** @enum {string} */
            status: "pending" | "approved" | "retake";
            /** @description The decision, which is final. Null while it is pending. */
            review: {
                id: string;
                /** @enum {string} */
                decision: "approved" | "retake";
                /** @description The frames to make again, of a retake; null for all. */
                frames: string | null;
                comment: string;
                memberId: string;
                /** Format: date-time */
                createdAt: string;
            } | null;
            files: number;
            notes: number;
            /** Format: uri */
            pictureUrl?: string;
            placeholder?: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        VersionChanges: {
            items: {
                frame: number | null;
                position: number;
                /** @enum {string} */
                change: "same" | "changed" | "added" | "removed";
                assetId: string | null;
                otherAssetId: string | null;
            }[];
        };
        Note: {
            id: string;
            versionId: string;
            memberId: string;
            frame: number | null;
            text: string;
            drawing: {
                colour: string;
                /** @description As a share of the picture's width. */
                width: number;
                /** @description From 0 to 1 across the picture and down. */
                points: [
                    number,
                    number
                ][];
            }[];
            /** Format: date-time */
            createdAt: string;
        };
        Renditions: {
            items: components["schemas"]["Rendition"][];
        };
        Rendition: {
            id: string;
            versionId: string;
            /** @enum {string} */
            kind: "movie" | "contactSheet";
            /** @enum {string} */
            format: "mp4" | "webm" | "jpg" | "png";
            /** @description Whether each picture shows version and frame number. */
            burnIn: boolean;
            /** @description Exact fraction, such as `24000/1001`. Null for a contact sheet. */
            frameRate: string | null;
            /** @description Whether it is made again when its version gets frames. */
            automatic: boolean;
            /**
             * @description `waiting`: for the version's frames. `pending`: it is being made. `failed`: `reason` says why.
             * @enum {string}
             */
            state: "waiting" | "pending" | "ready" | "failed";
            reason: string | null;
            filename: string;
            sha256: string | null;
            bytes: number | null;
            width: number | null;
            height: number | null;
            /** @description Frames of a movie, held ones included; pictures of a contact sheet. */
            frames: number | null;
            /** @description Frames without a picture that can be decoded. A black picture says so in their place. */
            missing: number[] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
        };
        PlaylistSummary: {
            id: string;
            showId: string;
            show: string;
            /** @description Who created it. */
            memberId: string;
            name: string;
            /** @description All of its versions, also those that you may not see. */
            versions: number;
            /** Format: date-time */
            createdAt: string;
        };
        Playlist: {
            id: string;
            showId: string;
            show: string;
            /** @description Who created it. */
            memberId: string;
            name: string;
            /** @description All of its versions, also those that you may not see. */
            versions: number;
            /** Format: date-time */
            createdAt: string;
            /** @description The versions that you may see, in order. */
            versionIds: string[];
        };
        ShareLink: {
            id: string;
            showId: string;
            show: string;
            /** @description Who created it. */
            memberId: string;
            /** @description The playlist that it was made from, unless that was deleted. */
            playlistId: string | null;
            /** @description What it shows, in order. */
            versionIds: string[];
            title: string;
            recipient: string;
            contact: string | null;
            /** @description The text in its pictures. */
            watermark: string;
            /** @description The secret's last four characters. */
            hint: string;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** @description Frames that it shows. */
            pictures: number;
            /** @description Frames whose pictures are made, or cannot be made. 0 after the link's end. */
            made: number;
            views: number;
            /** Format: date-time */
            lastViewedAt: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            revokedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        NewShareLink: {
            id: string;
            showId: string;
            show: string;
            /** @description Who created it. */
            memberId: string;
            /** @description The playlist that it was made from, unless that was deleted. */
            playlistId: string | null;
            /** @description What it shows, in order. */
            versionIds: string[];
            title: string;
            recipient: string;
            contact: string | null;
            /** @description The text in its pictures. */
            watermark: string;
            /** @description The secret's last four characters. */
            hint: string;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** @description Frames that it shows. */
            pictures: number;
            /** @description Frames whose pictures are made, or cannot be made. 0 after the link's end. */
            made: number;
            views: number;
            /** Format: date-time */
            lastViewedAt: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            revokedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            secret: string;
            /** @description The page's path on the portal's address. */
            path: string;
        };
        Origins: {
            assets: {
                id: string;
                show: string;
                sequence: string;
                shot: string;
                jobId: string;
                filename: string;
                sha256: string;
                /** Format: date-time */
                createdAt: string;
                steps: number;
            }[];
            inputs: {
                id: string;
                filename: string;
                sha256: string;
            }[];
            models: {
                id: string;
                fileName: string;
                kind: string;
                sha256: string;
                licence: string;
                status: string;
            }[];
            workflows: {
                id: string;
                slug: string;
                version: number;
                sha256: string;
            }[];
            edges: {
                from: string;
                to: string;
            }[];
            truncated: boolean;
        };
        Descendants: {
            items: {
                id: string;
                show: string;
                sequence: string;
                shot: string;
                jobId: string;
                filename: string;
                sha256: string;
                /** Format: date-time */
                createdAt: string;
                steps: number;
            }[];
            truncated: boolean;
        };
        Quota: {
            subjectId: string;
            /** @enum {string} */
            scope: "tenant" | "show" | "member";
            name: string;
            month: string;
            /** Format: date-time */
            renewsAt: string;
            timeZone: string;
            limits: {
                runningJobs: number | null;
                waitingJobs: number | null;
                gpuSecondsPerMonth: number | null;
                dollarsPerMonth: number | null;
                storageBytes: number | null;
            };
            /** @description Of a member in the fair share among the studio's members; 100 is the default. Null for studio and shows. */
            weight: number | null;
            used: {
                runningJobs: number;
                waitingJobs: number;
                gpuSeconds: number;
                dollars: number;
                storageBytes: number;
            };
            reserved: {
                gpuSeconds: number;
                dollars: number;
            };
        };
        QuotaChanged: {
            subjectId: string;
            /** @enum {string} */
            scope: "tenant" | "show" | "member";
            name: string;
            month: string;
            /** Format: date-time */
            renewsAt: string;
            timeZone: string;
            limits: {
                runningJobs: number | null;
                waitingJobs: number | null;
                gpuSecondsPerMonth: number | null;
                dollarsPerMonth: number | null;
                storageBytes: number | null;
            };
            /** @description Of a member in the fair share among the studio's members; 100 is the default. Null for studio and shows. */
            weight: number | null;
            used: {
                runningJobs: number;
                waitingJobs: number;
                gpuSeconds: number;
                dollars: number;
                storageBytes: number;
            };
            reserved: {
                gpuSeconds: number;
                dollars: number;
            };
            effects: string[];
        };
        QuotaChange: unknown;
        UsageLine: {
            key: {
                [key: string]: {
                    id: string | null;
                    name: string | null;
                };
            };
            jobs: number;
            attempts: number;
            gpuSeconds: number;
            dollars: number;
            platformGpuSeconds: number;
            platformDollars: number;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: {
                type: string;
                id: string;
                name: string | null;
            };
            action: string;
            subject: {
                type: string;
                id: string;
            };
            before?: unknown;
            after?: unknown;
            requestId: string;
        };
        Notice: {
            id: string;
            type: string;
            subjectId: string;
            meter: string;
            threshold: number;
            period: string;
            data: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            createdAt: string;
        };
        ErasureForeseen: {
            subject: {
                /** @enum {string} */
                type: "member" | "input";
                id: string;
            };
            kinds: ("identity" | "prompts" | "input")[];
            values: number;
            records: number;
            jobs: number;
            inputs: number;
            results: number;
        };
        Erasure: {
            id: string;
            subject: {
                /** @enum {string} */
                type: "member" | "input";
                id: string;
            };
            kinds: ("identity" | "prompts" | "input")[];
            values: number;
            records: number;
            jobs: number;
            inputs: number;
            reason: string;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            doneAt: string | null;
        };
        Webhook: {
            id: string;
            url: string;
            description: string;
            events: ("job.succeeded" | "job.failed" | "job.cancelled" | "job.held" | "version.approved" | "version.retake" | "notice")[];
            /** @enum {string} */
            state: "active" | "disabled";
            reason: string | null;
            createdBy: string;
            /** Format: date-time */
            lastDeliveredAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        NewWebhook: {
            id: string;
            url: string;
            description: string;
            events: ("job.succeeded" | "job.failed" | "job.cancelled" | "job.held" | "version.approved" | "version.retake" | "notice")[];
            /** @enum {string} */
            state: "active" | "disabled";
            reason: string | null;
            createdBy: string;
            /** Format: date-time */
            lastDeliveredAt: string | null;
            /** Format: date-time */
            createdAt: string;
            secret: string;
        };
        NewWebhookSecret: {
            secret: string;
            /** Format: date-time */
            oldExpiresAt: string | null;
        };
        WebhookDelivery: {
            id: string;
            /** @enum {string} */
            type: "job.succeeded" | "job.failed" | "job.cancelled" | "job.held" | "version.approved" | "version.retake" | "notice" | "webhook.test";
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            payload: {
                [key: string]: unknown;
            };
            attempts: {
                /** Format: date-time */
                at: string;
                status: number | null;
                durationMs: number;
                error: string | null;
            }[];
            /** Format: date-time */
            nextAttemptAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        TenantSummary: {
            id: string;
            slug: string;
            name: string;
            timeZone: string;
            rawGraphs: boolean;
            /** @enum {string} */
            tier: "starter" | "studio" | "house";
            weight: number;
            limits: {
                runningJobs: number | null;
                waitingJobs: number | null;
                gpuSecondsPerMonth: number | null;
                dollarsPerMonth: number | null;
                storageBytes: number | null;
            };
            running: number;
            waiting: number;
            storageBytes: number;
            month: string;
            gpuSeconds: number;
            dollars: number;
            /** Format: date-time */
            createdAt: string;
        };
        QuotaLimits: unknown;
        Fleet: {
            classes: components["schemas"]["FleetClass"][];
            workers: components["schemas"]["Worker"][];
            repairs: {
                kind: string;
                total: number;
                /** Format: date-time */
                lastAt: string;
            }[];
        };
        FleetClass: {
            /** @enum {string} */
            class: "light" | "heavy" | "xl";
            instance: string;
            dollarsPerHour: number;
            runningLimit: number | null;
            maxPixels: number;
            startsWorkers: boolean;
            workers: number;
            running: number;
            waiting: number;
            waitingTenants: number;
            held: number;
        };
        Worker: {
            id: string;
            /** @enum {string} */
            class: "light" | "heavy" | "xl";
            /** @enum {string} */
            state: "starting" | "ready" | "working" | "restarting" | "draining" | "unfit";
            gpu: string;
            vramBytes: number;
            comfyuiVersion: string;
            imageDigest: string;
            objectInfoDigest: string;
            nodes: number;
            models: string[];
            loadedModels: string[];
            software: {
                python?: string;
                pytorch?: string;
                cuda?: string;
                driver?: string;
                comfyuiCommit?: string;
                flags?: string[];
                packages?: {
                    [key: string]: string;
                };
                customNodes?: {
                    name: string;
                    repository?: string;
                    commit?: string;
                    version?: string;
                    sha256?: string;
                }[];
                moreCustomNodes?: number;
            } | null;
            unfit: string | null;
            restarts: number;
            /** Format: date-time */
            registeredAt: string;
            /** Format: date-time */
            seenAt: string;
        };
        Cluster: {
            name: string;
            status: string;
            version: string | null;
            platformVersion: string | null;
            issues: {
                code: string;
                message: string;
                resources: string[];
            }[];
            nodeGroups: {
                name: string;
                status: string;
                version: string | null;
                releaseVersion: string | null;
                capacity: string | null;
                instanceTypes: string[];
                nodes: {
                    desired: number;
                    least: number;
                    most: number;
                };
                issues: {
                    code: string;
                    message: string;
                    resources: string[];
                }[];
            }[];
            addOns: {
                name: string;
                status: string;
                version: string | null;
                issues: {
                    code: string;
                    message: string;
                    resources: string[];
                }[];
            }[];
        };
        Image: {
            comfyuiVersion: string;
            imageDigest: string | null;
            objectInfoDigest: string;
            classes: number;
            customNodes: {
                name: string;
                repository: string;
                commit: string;
                classes: {
                    [key: string]: {
                        /**
                         * @description What the class does. No job may run a class that is network or not_allowed.
                         * @enum {string}
                         */
                        kind: "plain" | "loads_file" | "evaluates" | "network" | "writes" | "not_allowed";
                        reason?: string;
                        replacement?: string;
                    };
                };
            }[];
            unreviewed: string[];
            /** Format: date-time */
            registeredAt: string;
        };
        SharedModel: {
            id: string;
            fileName: string;
            kind: string;
            name: string;
            sha256: string;
            family: string;
            licence: string;
            vramMib: number;
            /** @enum {string} */
            status: "active" | "revoked" | "announced" | "checking" | "refused";
        };
        LogLine: {
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            level: "info" | "warn" | "error";
            component: string;
            message: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getLedgerKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description C2SP verifier keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        logKeys: string[];
                    };
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getLedgerAuthority: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pem-certificate-chain": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The issuer and the public client */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listPlugins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current and the oldest supported version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginVersions"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requests succeed: `ok` or `degraded` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Requests fail: `down` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getLedgerLogCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Last part of the log's origin; `platform` for the platform's */
                log: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getLedgerLogTile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Last part of the log's origin; `platform` for the platform's */
                log: string;
                level: string;
                /** @description C2SP tlog-tiles: `000`, `x001/234`, `000.p/17` */
                index: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hashes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getShared: {
        parameters: {
            query?: never;
            header?: {
                /** @description The secret of the link. */
                "pegbar-share"?: string;
                /** @description `visit` of an earlier answer. */
                "pegbar-visit"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions, without people, prompts and models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shared"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem410"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listSharedPictures: {
        parameters: {
            query?: {
                version?: number;
                offset?: number;
                limit?: number;
            };
            header?: {
                /** @description The secret of the link. */
                "pegbar-share"?: string;
                /** @description `visit` of an earlier answer. */
                "pegbar-visit"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pictures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedPictures"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem410"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Invitation"][];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the invitation, or the studio's slug */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My studios */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memberships"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    declineInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the invitation, or the studio's slug */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Declined */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listMeMemberships: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My studios */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memberships"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    replaceMeDefaultTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tenant": "lumen"
                 *     }
                 */
                "application/json": {
                    tenant: string;
                };
            };
        };
        responses: {
            /** @description My studios */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memberships"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed-in member and the studio, or the operator */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    signOutMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getCurrentTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The studio */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateCurrentTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "timeZone": "Europe/Paris"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    timeZone?: string;
                    rawGraphs?: boolean;
                };
            };
        };
        responses: {
            /** @description The studio */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listShows: {
        parameters: {
            query?: {
                sort?: "code" | "-code" | "name" | "-name" | "created" | "-created";
                cursor?: string;
                limit?: number;
                code?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Show"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createShow: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "HARBOR",
                 *       "name": "Harbour",
                 *       "frameRate": "24000/1001",
                 *       "sequences": [
                 *         {
                 *           "code": "sq010",
                 *           "shots": [
                 *             {
                 *               "code": "sh010",
                 *               "frameIn": 1001,
                 *               "frameOut": 1048
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /** @default {sequence}_{shot}_{name}.v{version:03}.{frame:04}.{ext} */
                    naming?: string;
                    /** @default 24 */
                    frameRate?: string;
                    /** @default [] */
                    sequences?: {
                        code: string;
                        /** @default [] */
                        shots?: {
                            code: string;
                            frameIn?: number;
                            frameOut?: number;
                        }[];
                    }[];
                };
            };
        };
        responses: {
            /** @description The show */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The show */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateShow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Harbour at Night"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    naming?: string;
                    frameRate?: string;
                };
            };
        };
        responses: {
            /** @description The show */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createShowShot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sequences": [
                 *         {
                 *           "code": "sq020",
                 *           "shots": [
                 *             {
                 *               "code": "sh010"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    sequences: {
                        code: string;
                        /** @default [] */
                        shots?: {
                            code: string;
                            frameIn?: number;
                            frameOut?: number;
                        }[];
                    }[];
                };
            };
        };
        responses: {
            /** @description The show as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        shots: number;
                        show: components["schemas"]["Show"];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listShowMembers: {
        parameters: {
            query?: {
                sort?: "name" | "-name";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ShowMember"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    putShowMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the show */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deleteShowMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not in the show */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                sort?: "status" | "-status" | "name" | "-name" | "created" | "-created";
                cursor?: string;
                limit?: number;
                status?: "invited" | "active" | "left" | "declined";
                role?: "artist" | "supervisor" | "admin";
                service?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Member"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@lumen.example",
                 *       "name": "Ada",
                 *       "role": "artist"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                    name: string;
                    /** @enum {string} */
                    role: "artist" | "supervisor" | "admin";
                };
            };
        };
        responses: {
            /** @description Invited */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member, who has left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "supervisor"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    role?: "artist" | "supervisor" | "admin";
                };
            };
        };
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "name" | "-name";
                cursor?: string;
                limit?: number;
                memberId?: string;
                revoked?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Token"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "farm",
                 *       "verbs": [
                 *         "job.create",
                 *         "job.read",
                 *         "asset.read"
                 *       ],
                 *       "expiresInDays": 90
                 *     }
                 */
                "application/json": {
                    name: string;
                    verbs?: ("me.read" | "me.sign-out" | "me.invitations" | "me.memberships" | "tenant.read" | "tenant.update" | "member.read" | "member.invite" | "member.update" | "member.leave" | "show.read" | "show.create" | "show.update" | "shot.create" | "model.read" | "model.write" | "model.trace" | "workflow.read" | "workflow.write" | "input.read" | "input.create" | "estimate.create" | "job.create" | "job.read" | "job.cancel" | "job.hold" | "job.retry" | "job.defer" | "job.raise" | "asset.read" | "asset.mark" | "asset.trace" | "review.read" | "review.create" | "rendition.create" | "note.create" | "playlist.read" | "playlist.create" | "playlist.update" | "share.read" | "share.write" | "shot.certify" | "ledger.read" | "quota.read" | "quota.update" | "usage.read" | "notice.read" | "webhook.read" | "webhook.write" | "audit.read" | "erasure.read" | "erasure.create" | "token.read" | "token.write" | "token.service" | "tenants.read" | "tenants.write" | "fleet.read" | "fleet.write" | "fleet.models" | "fleet.logs" | "fleet.audit")[];
                    showIds?: string[];
                    shot?: string;
                    /** @default 90 */
                    expiresInDays?: number;
                    service?: {
                        /** @enum {string} */
                        role: "artist" | "supervisor" | "admin";
                    };
                };
            };
        };
        responses: {
            /** @description The token with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                sort?: "slug" | "-slug" | "name" | "-name" | "created" | "-created";
                cursor?: string;
                limit?: number;
                retired?: boolean;
                class?: "light" | "heavy" | "xl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workflow"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "slug": "invert",
                 *       "name": "Invert",
                 *       "graph": {
                 *         "1": {
                 *           "class_type": "LoadImage",
                 *           "inputs": {
                 *             "image": "layout.png"
                 *           }
                 *         },
                 *         "2": {
                 *           "class_type": "ImageInvert",
                 *           "inputs": {
                 *             "image": [
                 *               "1",
                 *               0
                 *             ]
                 *           }
                 *         },
                 *         "3": {
                 *           "class_type": "SaveImage",
                 *           "inputs": {
                 *             "images": [
                 *               "2",
                 *               0
                 *             ],
                 *             "filename_prefix": "inverted"
                 *           }
                 *         }
                 *       },
                 *       "class": "light"
                 *     }
                 */
                "application/json": {
                    slug: string;
                    name: string;
                    /** @default  */
                    description?: string;
                    graph: {
                        [key: string]: unknown;
                    };
                    form?: {
                        fields: ({
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "string";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            /** @default false */
                            multiline?: boolean;
                            /** @default 10000 */
                            maxLength?: number;
                            default: string;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "integer";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            minimum: number;
                            maximum: number;
                            exactMinimum?: string;
                            exactMaximum?: string;
                            /** @default 1 */
                            step?: number;
                            default: number | string;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "number";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            minimum: number;
                            maximum: number;
                            step?: number;
                            default: number;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "boolean";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            default: boolean;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "choice";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            choices: string[];
                            default: string;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "model";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            /** @enum {string} */
                            kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                            choices?: string[];
                            default: string;
                        })[];
                        inputs: {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            kind: "image" | "mask" | "video" | "audio" | "3d" | "latent";
                        }[];
                        outputs: {
                            name: string;
                            label: string;
                            node: string;
                        }[];
                        window?: {
                            length: number;
                            /** @default 0 */
                            overlap?: number;
                            /** @default 0 */
                            handles?: number;
                            multiple?: {
                                of: number;
                                plus: number;
                            };
                            lengthField?: string;
                            /** @default [] */
                            frameInputs?: string[];
                            continueOutput?: string;
                            continueInput?: string;
                        };
                    };
                    /** @enum {string} */
                    class: "light" | "heavy" | "xl";
                    /** @default 900 */
                    timeLimitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The workflow with its newest version, and `warnings` */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedWorkflow"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createWorkflowConversion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "graph": {
                 *         "1": {
                 *           "class_type": "LoadImage",
                 *           "inputs": {
                 *             "image": "layout.png"
                 *           }
                 *         },
                 *         "2": {
                 *           "class_type": "ImageInvert",
                 *           "inputs": {
                 *             "image": [
                 *               "1",
                 *               0
                 *             ]
                 *           }
                 *         },
                 *         "3": {
                 *           "class_type": "SaveImage",
                 *           "inputs": {
                 *             "images": [
                 *               "2",
                 *               0
                 *             ],
                 *             "filename_prefix": "inverted"
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    graph: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description The graph */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConvertedWorkflow"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createWorkflowProposal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "graph": {
                 *         "1": {
                 *           "class_type": "LoadImage",
                 *           "inputs": {
                 *             "image": "layout.png"
                 *           }
                 *         },
                 *         "2": {
                 *           "class_type": "ImageInvert",
                 *           "inputs": {
                 *             "image": [
                 *               "1",
                 *               0
                 *             ]
                 *           }
                 *         },
                 *         "3": {
                 *           "class_type": "SaveImage",
                 *           "inputs": {
                 *             "images": [
                 *               "2",
                 *               0
                 *             ],
                 *             "filename_prefix": "inverted"
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    graph: {
                        [key: string]: unknown;
                    };
                    form?: {
                        fields: ({
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "string";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            /** @default false */
                            multiline?: boolean;
                            /** @default 10000 */
                            maxLength?: number;
                            default: string;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "integer";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            minimum: number;
                            maximum: number;
                            exactMinimum?: string;
                            exactMaximum?: string;
                            /** @default 1 */
                            step?: number;
                            default: number | string;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "number";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            minimum: number;
                            maximum: number;
                            step?: number;
                            default: number;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "boolean";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            default: boolean;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "choice";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            choices: string[];
                            default: string;
                        } | {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            type: "model";
                            /** @enum {string} */
                            purpose?: "prompt" | "negative_prompt" | "seed" | "strength" | "width" | "height";
                            /** @enum {string} */
                            kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                            choices?: string[];
                            default: string;
                        })[];
                        inputs: {
                            name: string;
                            label: string;
                            help?: string;
                            node: string;
                            input: string;
                            /** @enum {string} */
                            kind: "image" | "mask" | "video" | "audio" | "3d" | "latent";
                        }[];
                        outputs: {
                            name: string;
                            label: string;
                            node: string;
                        }[];
                        window?: {
                            length: number;
                            /** @default 0 */
                            overlap?: number;
                            /** @default 0 */
                            handles?: number;
                            multiple?: {
                                of: number;
                                plus: number;
                            };
                            lengthField?: string;
                            /** @default [] */
                            frameInputs?: string[];
                            continueOutput?: string;
                            continueInput?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description The proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowProposal"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listWorkflowVersions: {
        parameters: {
            query?: {
                sort?: "version" | "-version";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WorkflowVersion"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    retireWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    restoreWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getObjectInfo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of an earlier response. 304 while the classes are the same. */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectInfo"];
                };
            };
            /** @description They have not changed */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                sort?: "name" | "-name" | "fileName" | "-fileName" | "created" | "-created";
                cursor?: string;
                limit?: number;
                kind?: string;
                family?: string;
                status?: string;
                fileName?: string;
                showId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Model"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fileName": "ink-v3.safetensors",
                 *       "kind": "lora",
                 *       "name": "Ink v3",
                 *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 *       "bytes": 151000000,
                 *       "family": "sd15",
                 *       "licence": "own"
                 *     }
                 */
                "application/json": {
                    fileName: string;
                    /** @enum {string} */
                    kind: "checkpoint" | "lora" | "vae" | "diffusion_model" | "text_encoder" | "clip_vision" | "controlnet" | "style_model" | "gligen" | "hypernetwork" | "upscale_model" | "embedding";
                    name: string;
                    sha256: string;
                    bytes: number;
                    partSha256s?: string[];
                    family: string;
                    licence: string;
                    /** @default 0 */
                    vramMib?: number;
                };
            };
        };
        responses: {
            /** @description Already here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnModel"];
                };
            };
            /** @description Upload it now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnModel"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    completeModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnModel"];
                };
            };
            /** @description Still being checked: ask again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnModel"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    replaceModelShows: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "showIds": [
                 *         "sho_01M852MBDP9B359WFXPFPP8736"
                 *       ]
                 *     }
                 */
                "application/json": {
                    showIds: string[];
                };
            };
        };
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    revokeModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model: components["schemas"]["Model"];
                        jobsHeld: number;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listModelUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By show and member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ModelUse"][];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listInputs: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "filename" | "-filename" | "bytes" | "-bytes";
                cursor?: string;
                limit?: number;
                status?: "announced" | "checking" | "verified" | "refused" | "erased";
                sha256?: string;
                filename?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Input"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createInput: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 *       "bytes": 113034,
                 *       "contentType": "image/png",
                 *       "filename": "layout.png"
                 *     }
                 */
                "application/json": {
                    sha256: string;
                    bytes: number;
                    /** @enum {string} */
                    contentType: "image/png" | "image/jpeg" | "image/webp" | "image/gif" | "image/avif" | "image/tiff" | "image/x-exr" | "image/vnd.radiance" | "video/mp4" | "video/quicktime" | "video/webm" | "audio/wav" | "audio/flac" | "audio/mpeg" | "audio/ogg" | "model/gltf-binary" | "application/x-safetensors";
                    filename: string;
                    partSha256s?: string[];
                };
            };
        };
        responses: {
            /** @description Already here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Input"];
                };
            };
            /** @description Upload it now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Input"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getInput: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The input */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Input"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getInputDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URL of the file, valid for some minutes */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    completeInput: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Verified */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Input"];
                };
            };
            /** @description Still being checked: ask again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Input"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createInputAnnouncement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "files": [
                 *         {
                 *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 *           "bytes": 113034,
                 *           "contentType": "image/png",
                 *           "filename": "plate.0001.png"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    files: {
                        sha256: string;
                        bytes: number;
                        /** @enum {string} */
                        contentType: "image/png" | "image/jpeg" | "image/webp" | "image/gif" | "image/avif" | "image/tiff" | "image/x-exr" | "image/vnd.radiance" | "video/mp4" | "video/quicktime" | "video/webm" | "audio/wav" | "audio/flac" | "audio/mpeg" | "audio/ogg" | "model/gltf-binary" | "application/x-safetensors";
                        filename: string;
                        partSha256s?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description The inputs in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnouncedInputs"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createInputCompletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         "inp_01M852MBDP9B359WFXPFPP8736"
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids: string[];
                };
            };
        };
        responses: {
            /** @description The inputs in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompletedInputs"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listImageSequences: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "pattern" | "-pattern";
                cursor?: string;
                limit?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ImageSequenceSummary"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createImageSequence: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pattern": "plate.####.png",
                 *       "files": {
                 *         "1": "inp_01M852MBDP9B359WFXPFPP8736",
                 *         "2": "inp_01M852MBDP9B359WFXPFPP8737"
                 *       }
                 *     }
                 */
                "application/json": {
                    pattern: string;
                    files: {
                        [key: string]: string;
                    };
                    /** @default false */
                    allowMixedSizes?: boolean;
                };
            };
        };
        responses: {
            /** @description Already here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageSequence"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageSequence"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getImageSequence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image sequence */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageSequence"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listImageSequenceFiles: {
        parameters: {
            query?: {
                sort?: "frame" | "-frame";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ImageSequenceFile"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "priority" | "-priority" | "frame" | "-frame";
                cursor?: string;
                limit?: number;
                state?: "queued" | "running" | "held" | "succeeded" | "failed" | "cancelled";
                showId?: string;
                shotId?: string;
                memberId?: string;
                workflowVersionId?: string;
                batchId?: string;
                frame?: number;
                class?: "light" | "heavy" | "xl";
                lane?: "interactive" | "batch";
                labels?: string;
                createdAfter?: string;
                createdBefore?: string;
                pictures?: boolean;
                wait?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["JobSummary"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shot": "HARBOR/sq010/sh010",
                 *       "workflow": "paint-layout",
                 *       "parameters": {
                 *         "prompt": "harbour at dusk",
                 *         "seed": 7,
                 *         "strength": 0.55
                 *       },
                 *       "inputs": {
                 *         "layout": "inp_01M852MBDP9B359WFXPFPP8736"
                 *       }
                 *     }
                 */
                "application/json": {
                    shot: string;
                    /**
                     * @default interactive
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    workflow: string;
                    /** @default {} */
                    parameters?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @default {} */
                    inputs?: {
                        [key: string]: string;
                    };
                } | {
                    shot: string;
                    /**
                     * @default interactive
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    graph: {
                        [key: string]: unknown;
                    };
                    /** @default [] */
                    inputs?: string[];
                    /**
                     * @default light
                     * @enum {string}
                     */
                    class?: "light" | "heavy" | "xl";
                    /** @default 900 */
                    timeLimitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Queued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: {
                wait?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "priority": -10,
                 *       "lane": "batch"
                 *     }
                 */
                "application/json": {
                    priority?: number;
                    /** @enum {string} */
                    lane?: "interactive" | "batch";
                };
            };
        };
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    holdJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    releaseJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, queued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createJobAction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "cancel",
                 *       "shotId": "sht_01M852MBDP9B359WFXPFPP8736"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    action: "cancel" | "hold" | "release";
                    jobIds?: string[];
                    showId?: string;
                    shotId?: string;
                    memberId?: string;
                    workflowVersionId?: string;
                    /** @enum {string} */
                    currentLane?: "interactive" | "batch";
                } | {
                    /** @enum {string} */
                    action: "prioritise";
                    jobIds?: string[];
                    showId?: string;
                    shotId?: string;
                    memberId?: string;
                    workflowVersionId?: string;
                    /** @enum {string} */
                    currentLane?: "interactive" | "batch";
                    priority?: number;
                    /** @enum {string} */
                    lane?: "interactive" | "batch";
                };
            };
        };
        responses: {
            /** @description How many were changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shot": "HARBOR/sq010/sh010",
                 *       "workflow": "paint-layout",
                 *       "parameters": {
                 *         "prompt": "harbour at dusk",
                 *         "seed": 7,
                 *         "strength": 0.55
                 *       },
                 *       "inputs": {
                 *         "layout": "inp_01M852MBDP9B359WFXPFPP8736"
                 *       }
                 *     }
                 */
                "application/json": {
                    shot: string;
                    /**
                     * @default interactive
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    workflow: string;
                    /** @default {} */
                    parameters?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @default {} */
                    inputs?: {
                        [key: string]: string;
                    };
                    plannedInputs?: {
                        [key: string]: {
                            width: number;
                            height: number;
                        };
                    };
                } | {
                    shot: string;
                    /**
                     * @default interactive
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    graph: {
                        [key: string]: unknown;
                    };
                    /** @default [] */
                    inputs?: string[];
                    /**
                     * @default light
                     * @enum {string}
                     */
                    class?: "light" | "heavy" | "xl";
                    /** @default 900 */
                    timeLimitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The estimate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getJobTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobTimeline"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                showId?: string;
                shotId?: string;
                memberId?: string;
                workflowVersionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BatchSummary"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createBatche: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shot": "HARBOR/sq010/sh010",
                 *       "workflow": "paint-layout",
                 *       "frames": "1-48:2",
                 *       "parameters": {
                 *         "prompt": "harbour at dusk"
                 *       },
                 *       "keyframes": {
                 *         "strength": {
                 *           "interpolation": "linear",
                 *           "keys": [
                 *             {
                 *               "frame": 1,
                 *               "value": 0.4
                 *             },
                 *             {
                 *               "frame": 47,
                 *               "value": 0.6
                 *             }
                 *           ]
                 *         }
                 *       },
                 *       "seed": {
                 *         "kind": "perFrame",
                 *         "seed": 7
                 *       },
                 *       "inputs": {
                 *         "layout": "inp_01M852MBDP9B359WFXPFPP8736"
                 *       }
                 *     }
                 */
                "application/json": {
                    shot: string;
                    workflow: string;
                    /** @default  */
                    name?: string;
                    frames?: string;
                    /** @default given */
                    order?: "given" | {
                        coarseToFine: number;
                    };
                    /** @default {} */
                    parameters?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @default {} */
                    keyframes?: {
                        [key: string]: {
                            /**
                             * @default linear
                             * @enum {string}
                             */
                            interpolation?: "hold" | "linear" | "ease";
                            keys: {
                                frame: number;
                                value: string | number | boolean;
                            }[];
                        };
                    };
                    /** @default {} */
                    grid?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    seed?: {
                        /** @enum {string} */
                        kind: "fixed";
                        seed: number;
                    } | {
                        /** @enum {string} */
                        kind: "increment";
                        seed: number;
                        /** @default 1 */
                        step?: number;
                    } | {
                        /** @enum {string} */
                        kind: "perFrame";
                        seed: number;
                    } | {
                        /** @enum {string} */
                        kind: "table";
                        seeds: {
                            [key: string]: number;
                        };
                    };
                    /** @default {} */
                    inputs?: {
                        [key: string]: string | {
                            [key: string]: string;
                        };
                    };
                    /** @default true */
                    reuse?: boolean;
                    /** @default first */
                    step?: string;
                    /** @default [] */
                    steps?: {
                        name: string;
                        workflow: string;
                        /** @default {} */
                        parameters?: {
                            [key: string]: string | number | boolean;
                        };
                        /** @default {} */
                        keyframes?: {
                            [key: string]: {
                                /**
                                 * @default linear
                                 * @enum {string}
                                 */
                                interpolation?: "hold" | "linear" | "ease";
                                keys: {
                                    frame: number;
                                    value: string | number | boolean;
                                }[];
                            };
                        };
                        seed?: {
                            /** @enum {string} */
                            kind: "fixed";
                            seed: number;
                        } | {
                            /** @enum {string} */
                            kind: "increment";
                            seed: number;
                            /** @default 1 */
                            step?: number;
                        } | {
                            /** @enum {string} */
                            kind: "perFrame";
                            seed: number;
                        } | {
                            /** @enum {string} */
                            kind: "table";
                            seeds: {
                                [key: string]: number;
                            };
                        };
                        /** @default {} */
                        inputs?: {
                            [key: string]: string | {
                                step: string;
                                output?: string;
                            } | {
                                [key: string]: string;
                            };
                        };
                        /** @default [] */
                        after?: string[];
                    }[];
                    /**
                     * @default batch
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @default {
                     *       "failures": 20,
                     *       "share": 0.1
                     *     }
                     */
                    stopAfter?: {
                        /** @default 20 */
                        failures?: number | null;
                        /** @default 0.1 */
                        share?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Queued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createBatcheRetake: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "frames": "12-20",
                 *       "seed": {
                 *         "kind": "perFrame",
                 *         "seed": 8
                 *       }
                 *     }
                 */
                "application/json": {
                    frames: string;
                    variant?: number;
                    /** @default  */
                    name?: string;
                    /** @default {} */
                    parameters?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @default {} */
                    keyframes?: {
                        [key: string]: {
                            /**
                             * @default linear
                             * @enum {string}
                             */
                            interpolation?: "hold" | "linear" | "ease";
                            keys: {
                                frame: number;
                                value: string | number | boolean;
                            }[];
                        };
                    };
                    seed?: {
                        /** @enum {string} */
                        kind: "fixed";
                        seed: number;
                    } | {
                        /** @enum {string} */
                        kind: "increment";
                        seed: number;
                        /** @default 1 */
                        step?: number;
                    } | {
                        /** @enum {string} */
                        kind: "perFrame";
                        seed: number;
                    } | {
                        /** @enum {string} */
                        kind: "table";
                        seeds: {
                            [key: string]: number;
                        };
                    };
                    /** @default {} */
                    inputs?: {
                        [key: string]: string | {
                            [key: string]: string;
                        };
                    };
                    /** @default {} */
                    steps?: {
                        [key: string]: {
                            /** @default {} */
                            parameters?: {
                                [key: string]: string | number | boolean;
                            };
                            /** @default {} */
                            keyframes?: {
                                [key: string]: {
                                    /**
                                     * @default linear
                                     * @enum {string}
                                     */
                                    interpolation?: "hold" | "linear" | "ease";
                                    keys: {
                                        frame: number;
                                        value: string | number | boolean;
                                    }[];
                                };
                            };
                            seed?: {
                                /** @enum {string} */
                                kind: "fixed";
                                seed: number;
                            } | {
                                /** @enum {string} */
                                kind: "increment";
                                seed: number;
                                /** @default 1 */
                                step?: number;
                            } | {
                                /** @enum {string} */
                                kind: "perFrame";
                                seed: number;
                            } | {
                                /** @enum {string} */
                                kind: "table";
                                seeds: {
                                    [key: string]: number;
                                };
                            };
                            /** @default {} */
                            inputs?: {
                                [key: string]: string | {
                                    [key: string]: string;
                                };
                            };
                        };
                    };
                    /**
                     * @default batch
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @default {
                     *       "failures": 20,
                     *       "share": 0.1
                     *     }
                     */
                    stopAfter?: {
                        /** @default 20 */
                        failures?: number | null;
                        /** @default 0.1 */
                        share?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Queued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    batchEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shot": "HARBOR/sq010/sh010",
                 *       "workflow": "paint-layout",
                 *       "frames": "1-48:2",
                 *       "parameters": {
                 *         "prompt": "harbour at dusk"
                 *       },
                 *       "keyframes": {
                 *         "strength": {
                 *           "interpolation": "linear",
                 *           "keys": [
                 *             {
                 *               "frame": 1,
                 *               "value": 0.4
                 *             },
                 *             {
                 *               "frame": 47,
                 *               "value": 0.6
                 *             }
                 *           ]
                 *         }
                 *       },
                 *       "seed": {
                 *         "kind": "perFrame",
                 *         "seed": 7
                 *       },
                 *       "inputs": {
                 *         "layout": "inp_01M852MBDP9B359WFXPFPP8736"
                 *       }
                 *     }
                 */
                "application/json": {
                    shot: string;
                    workflow: string;
                    /** @default  */
                    name?: string;
                    frames?: string;
                    /** @default given */
                    order?: "given" | {
                        coarseToFine: number;
                    };
                    /** @default {} */
                    parameters?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @default {} */
                    keyframes?: {
                        [key: string]: {
                            /**
                             * @default linear
                             * @enum {string}
                             */
                            interpolation?: "hold" | "linear" | "ease";
                            keys: {
                                frame: number;
                                value: string | number | boolean;
                            }[];
                        };
                    };
                    /** @default {} */
                    grid?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    seed?: {
                        /** @enum {string} */
                        kind: "fixed";
                        seed: number;
                    } | {
                        /** @enum {string} */
                        kind: "increment";
                        seed: number;
                        /** @default 1 */
                        step?: number;
                    } | {
                        /** @enum {string} */
                        kind: "perFrame";
                        seed: number;
                    } | {
                        /** @enum {string} */
                        kind: "table";
                        seeds: {
                            [key: string]: number;
                        };
                    };
                    /** @default {} */
                    inputs?: {
                        [key: string]: string | {
                            [key: string]: string;
                        };
                    };
                    /** @default true */
                    reuse?: boolean;
                    /** @default first */
                    step?: string;
                    /** @default [] */
                    steps?: {
                        name: string;
                        workflow: string;
                        /** @default {} */
                        parameters?: {
                            [key: string]: string | number | boolean;
                        };
                        /** @default {} */
                        keyframes?: {
                            [key: string]: {
                                /**
                                 * @default linear
                                 * @enum {string}
                                 */
                                interpolation?: "hold" | "linear" | "ease";
                                keys: {
                                    frame: number;
                                    value: string | number | boolean;
                                }[];
                            };
                        };
                        seed?: {
                            /** @enum {string} */
                            kind: "fixed";
                            seed: number;
                        } | {
                            /** @enum {string} */
                            kind: "increment";
                            seed: number;
                            /** @default 1 */
                            step?: number;
                        } | {
                            /** @enum {string} */
                            kind: "perFrame";
                            seed: number;
                        } | {
                            /** @enum {string} */
                            kind: "table";
                            seeds: {
                                [key: string]: number;
                            };
                        };
                        /** @default {} */
                        inputs?: {
                            [key: string]: string | {
                                step: string;
                                output?: string;
                            } | {
                                [key: string]: string;
                            };
                        };
                        /** @default [] */
                        after?: string[];
                    }[];
                    /**
                     * @default batch
                     * @enum {string}
                     */
                    lane?: "interactive" | "batch";
                    /** @default 0 */
                    priority?: number;
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @default {
                     *       "failures": 20,
                     *       "share": 0.1
                     *     }
                     */
                    stopAfter?: {
                        /** @default 20 */
                        failures?: number | null;
                        /** @default 0.1 */
                        share?: number | null;
                    };
                    plannedInputs?: {
                        [key: string]: {
                            width: number;
                            height: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description The estimate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchEstimate"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getBatche: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createBatcheAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "retry",
                 *       "frames": "12-20"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    action: "pause" | "resume";
                } | {
                    /** @enum {string} */
                    action: "cancel" | "retry";
                    frames?: string;
                } | {
                    /** @enum {string} */
                    action: "prioritise";
                    frames?: string;
                    priority?: number;
                    /** @enum {string} */
                    lane?: "interactive" | "batch";
                };
            };
        };
        responses: {
            /** @description How many jobs were changed, and the batch as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchActed"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listJobEvents: {
        parameters: {
            query?: {
                after?: string;
                wait?: number;
            };
            header?: {
                "last-event-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job's events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEvents"];
                    "text/event-stream": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                after?: string;
                wait?: number;
            };
            header?: {
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                    "text/event-stream": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listAssets: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "filename" | "-filename";
                cursor?: string;
                limit?: number;
                jobId?: string;
                batchId?: string;
                frame?: number;
                showId?: string;
                shotId?: string;
                memberId?: string;
                name?: string;
                version?: number;
                q?: string;
                modelId?: string;
                createdAfter?: string;
                createdBefore?: string;
                flag?: "favourite" | "rejected" | "notRejected";
                minRating?: number;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Asset"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listAssetGroups: {
        parameters: {
            query?: {
                by?: "day" | "shot";
                timeZone?: string;
                jobId?: string;
                batchId?: string;
                frame?: number;
                showId?: string;
                shotId?: string;
                memberId?: string;
                name?: string;
                version?: number;
                q?: string;
                modelId?: string;
                createdAfter?: string;
                createdBefore?: string;
                flag?: "favourite" | "rejected" | "notRejected";
                minRating?: number;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetGroups"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listAssetTags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tags */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            tag: string;
                            assets: number;
                        }[];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createAssetMark: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "assetIds": [
                 *         "ast_01JYB4X2K0000000000000000A"
                 *       ],
                 *       "flag": "favourite",
                 *       "addTags": [
                 *         "dusk"
                 *       ]
                 *     }
                 */
                "application/json": {
                    assetIds: string[];
                    /** @enum {string|null} */
                    flag?: "favourite" | "rejected" | null;
                    rating?: number | null;
                    addTags?: string[];
                    removeTags?: string[];
                };
            };
        };
        responses: {
            /** @description The marks of these assets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            /**
                             * @description Your own.
                             * @enum {string|null}
                             */
                            flag: "favourite" | "rejected" | null;
                            /** @description Your own, 1 to 5. */
                            rating: number | null;
                            /** @description In alphabetical order. */
                            tags: string[];
                        }[];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listAssetVersions: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "filename" | "-filename";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Asset"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getAssetDownload: {
        parameters: {
            query?: {
                credentialed?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URL of the file, valid for some minutes */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getAssetWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The graph */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowGraph"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getAssetCertificate: {
        parameters: {
            query?: {
                wait?: number;
                withhold?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getShotCertificate: {
        parameters: {
            query?: {
                wait?: number;
                withhold?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                showId?: string;
                shotId?: string;
                batchId?: string;
                memberId?: string;
                name?: string;
                status?: "pending" | "approved" | "retake";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Version"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listVersionChanges: {
        parameters: {
            query?: {
                from?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The frames */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionChanges"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    reviewVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "retake",
                 *       "frames": "12-20",
                 *       "comment": "The lamp flickers."
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    decision: "approved" | "retake";
                    frames?: string;
                    /** @default  */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The version as it is now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listVersionNotes: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Note"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createVersionNote: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "frame": 12,
                 *       "text": "Warmer light, please."
                 *     }
                 */
                "application/json": {
                    /** @default null */
                    frame?: number | null;
                    /** @default  */
                    text?: string;
                    /** @default [] */
                    drawing?: {
                        colour: string;
                        width: number;
                        points: [
                            number,
                            number
                        ][];
                    }[];
                };
            };
        };
        responses: {
            /** @description The note */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listVersionRenditions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Renditions"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createVersionRendition: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "movie",
                 *       "format": "mp4",
                 *       "burnIn": true,
                 *       "frameRate": "24000/1001"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    kind: "movie";
                    /**
                     * @default mp4
                     * @enum {string}
                     */
                    format?: "mp4" | "webm";
                    /** @default false */
                    burnIn?: boolean;
                    frameRate?: string;
                } | {
                    /** @enum {string} */
                    kind: "contactSheet";
                    /**
                     * @default jpg
                     * @enum {string}
                     */
                    format?: "jpg" | "png";
                };
            };
        };
        responses: {
            /** @description The rendition */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rendition"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getRendition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rendition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rendition"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getRenditionDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description URL of the file, valid for some minutes */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listPlaylists: {
        parameters: {
            query?: {
                sort?: "created" | "-created" | "name" | "-name";
                cursor?: string;
                limit?: number;
                showId?: string;
                memberId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PlaylistSummary"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createPlaylist: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "showId": "sho_01JYB4X2K0000000000000000A",
                 *       "name": "Dailies, Monday",
                 *       "versionIds": [
                 *         "ver_01JYB4X2K0000000000000000A"
                 *       ]
                 *     }
                 */
                "application/json": {
                    showId: string;
                    name: string;
                    /** @default [] */
                    versionIds?: string[];
                };
            };
        };
        responses: {
            /** @description The playlist */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playlist"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getPlaylist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The playlist */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playlist"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deletePlaylist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updatePlaylist: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "versionIds": [
                 *         "ver_01JYB4X2K0000000000000000A"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name?: string;
                    versionIds?: string[];
                };
            };
        };
        responses: {
            /** @description The playlist */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playlist"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listPlaylistVersions: {
        parameters: {
            query?: {
                sort?: "position" | "-position";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Version"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createPlaylistVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "versionIds": [
                 *         "ver_01JYB4X2K0000000000000000A"
                 *       ]
                 *     }
                 */
                "application/json": {
                    versionIds: string[];
                };
            };
        };
        responses: {
            /** @description The playlist as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playlist"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deletePlaylistVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                versionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not in the playlist */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listShareLinks: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                showId?: string;
                playlistId?: string;
                versionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ShareLink"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createShareLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "versionId": "ver_01JYB4X2K0000000000000000A",
                 *       "recipient": "ACME Pictures",
                 *       "contact": "review@studio.example",
                 *       "expiresInDays": 7
                 *     }
                 */
                "application/json": {
                    versionId?: string;
                    playlistId?: string;
                    recipient: string;
                    contact?: string;
                    /** @default 7 */
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description The link with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewShareLink"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getShareLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareLink"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deleteShareLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listAssetOrigins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that had a part in it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Origins"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listModelAssets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nearest first, at most 1,000 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Descendants"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listInputAssets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nearest first, at most 1,000 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Descendants"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getLedger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its name and length, the keys that sign it, and who cosigns it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        origin: string;
                        log: string;
                        size: number;
                        pending: number;
                        logKeys: string[];
                        platform: {
                            log: string;
                            size: number;
                        } | null;
                        witnesses: {
                            key: string;
                            size: number;
                            /** Format: date-time */
                            at: string;
                        }[];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getLedgerLogTileEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Last part of the log's origin; `platform` for the platform's */
                log: string;
                /** @description C2SP tlog-tiles: `000`, `x001/234`, `000.p/17` */
                index: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listQuotas: {
        parameters: {
            query?: {
                sort?: "scope" | "-scope";
                cursor?: string;
                limit?: number;
                scope?: "tenant" | "show" | "member";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Quota"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateQuota: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "runningJobs": 4,
                 *       "dollarsPerMonth": 250
                 *     }
                 */
                "application/json": components["schemas"]["QuotaChange"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaChanged"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                groupBy?: string;
                from?: string;
                to?: string;
                month?: string;
                showId?: string;
                memberId?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line per group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UsageLine"][];
                    };
                    "text/csv": string;
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                action?: string;
                subjectId?: string;
                actorId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getFleetAudit: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                action?: string;
                subjectId?: string;
                actorId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notice"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listErasures: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                subjectId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Erasure"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createErasure: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "memberId": "mem_01JZZZZZZZZZZZZZZZZZZZZZZZ",
                 *       "kinds": [
                 *         "identity",
                 *         "prompts"
                 *       ],
                 *       "reason": "Asked for on 2026-11-27, GDPR article 17"
                 *     }
                 */
                "application/json": {
                    memberId?: string;
                    inputId?: string;
                    kinds?: ("identity" | "prompts" | "input")[];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description With `dryRun`: what would be erased */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureForeseen"];
                };
            };
            /** @description Erased */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                state?: "active" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://pipeline.example/pegbar",
                 *       "description": "Farm dashboard",
                 *       "events": [
                 *         "job.succeeded",
                 *         "job.failed"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uri */
                    url: string;
                    /** @default  */
                    description?: string;
                    events: ("job.succeeded" | "job.failed" | "job.cancelled" | "job.held" | "version.approved" | "version.retake" | "notice")[];
                };
            };
        };
        responses: {
            /** @description The webhook with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "active"
                 *     }
                 */
                "application/json": {
                    /** Format: uri */
                    url?: string;
                    description?: string;
                    events?: ("job.succeeded" | "job.failed" | "job.cancelled" | "job.held" | "version.approved" | "version.retake" | "notice")[];
                    /** @enum {string} */
                    state?: "active" | "disabled";
                };
            };
        };
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlapHours": 24
                 *     }
                 */
                "application/json": {
                    /** @default 24 */
                    overlapHours?: number;
                };
            };
        };
        responses: {
            /** @description The new secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookSecret"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                sort?: "created" | "-created";
                cursor?: string;
                limit?: number;
                state?: "pending" | "delivered" | "failed";
                type?: "job.succeeded" | "job.failed" | "job.cancelled" | "job.held" | "version.approved" | "version.retake" | "notice" | "webhook.test";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                sort?: "slug" | "-slug" | "name" | "-name" | "created" | "-created";
                cursor?: string;
                limit?: number;
                slug?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is the next page's `cursor` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TenantSummary"][];
                        next: string | null;
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "slug": "atlas",
                 *       "name": "Atlas",
                 *       "timeZone": "Asia/Tokyo",
                 *       "admin": {
                 *         "email": "boss@atlas.example",
                 *         "name": "Boss"
                 *       }
                 *     }
                 */
                "application/json": {
                    slug: string;
                    name: string;
                    /** @default UTC */
                    timeZone?: string;
                    /** @default false */
                    rawGraphs?: boolean;
                    admin: {
                        /** Format: email */
                        email: string;
                        name: string;
                    };
                    limits?: components["schemas"]["QuotaLimits"];
                };
            };
        };
        responses: {
            /** @description The studio */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSummary"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem409"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The studio */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSummary"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "weight": 200
                 *     }
                 */
                "application/json": {
                    name?: string;
                    timeZone?: string;
                    rawGraphs?: boolean;
                    /** @enum {string} */
                    tier?: "starter" | "studio" | "house";
                    weight?: number;
                };
            };
        };
        responses: {
            /** @description The studio */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSummary"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getTenantQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateTenantQuota: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: {
                /** @description The ETag of what was seen, or several separated by commas. 412 when it has been changed since. */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "runningJobs": 16
                 *     }
                 */
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaChanged"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem412"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getFleet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fleet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getFleetCluster: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cluster */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getFleetImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    updateFleetClass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class: "light" | "heavy" | "xl";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dollarsPerHour": 2.3,
                 *       "runningLimit": 20
                 *     }
                 */
                "application/json": {
                    instance?: string;
                    dollarsPerHour?: number;
                    runningLimit?: number | null;
                    maxPixels?: number;
                };
            };
        };
        responses: {
            /** @description The class */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetClass"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    createFleetModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fileName": "sd15.safetensors",
                 *       "kind": "checkpoint",
                 *       "name": "SD 1.5",
                 *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 *       "family": "sd15",
                 *       "licence": "CreativeML Open RAIL-M"
                 *     }
                 */
                "application/json": {
                    fileName: string;
                    kind: string;
                    name: string;
                    sha256: string;
                    family: string;
                    licence: string;
                    /** @default 0 */
                    vramMib?: number;
                };
            };
        };
        responses: {
            /** @description The model */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedModel"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem422"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    revokeFleetModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedModel"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    restoreFleetModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedModel"];
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
    getFleetJobLog: {
        parameters: {
            query?: {
                since?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LogLine"][];
                    };
                };
            };
            /** @description What is wrong and what to do */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem400"];
                };
            };
            /** @description What is wrong and what to do */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem401"];
                };
            };
            /** @description What is wrong and what to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem403"];
                };
            };
            /** @description What is wrong and what to do */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem404"];
                };
            };
            /** @description What is wrong and what to do */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem413"];
                };
            };
            /** @description What is wrong and what to do */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem415"];
                };
            };
            /** @description What is wrong and what to do */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem429"];
                };
            };
            /** @description Address and headers are longer than 16 kB together */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong and what to do */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem500"];
                };
            };
            /** @description What is wrong and what to do */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem503"];
                };
            };
        };
    };
}
