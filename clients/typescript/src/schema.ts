/* Made by "bun run build:client" from the OpenAPI document with the SHA-256
 * 2cf24aed0ea3882a4e0e58d4b39023b1b3be51b7ebd6914caf4842cf1bf9ecea. Not to be edited. */

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the server alive?
         * @description Answers as long as the process is alive. Public; says nothing about any tenant.
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
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the server ready to work?
         * @description Checks the store, the disk and the bucket within three seconds, and reports silent workers, and whether each outside service is on and well. A load balancer should send requests here only while this answers 200. A failing outside service does not change that: what is meant for it waits.
         */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics/prometheus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counters for Prometheus
         * @description Requests by route and status with their durations, jobs that wait, run and ended, open and failed erasures, waiting mails and webhook messages, failing outside services, free disk space, memory, and how long the event loop was held up. About the whole server, without tenants' names.
         *
         *     Needs the role admin.
         */
        get: operations["getMetricsPrometheus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload order lines
         * @description Stores a file of order lines and reports its columns, their probable meaning, the first rows, and what a training would read, warnings first. It becomes a new data set, or with `append_to` one more file of an existing one: newer orders, or orders in a later state, which replace the earlier ones. Supports `Idempotency-Key`.
         *
         *     Needs the role analyst.
         */
        post: operations["postUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload what you know about customers
         * @description Adds a file with one row per customer to a data set: consent, birthday, channel, cost of winning them, or whatever the shop knows. Rows are joined by the customer's id or e-mail address. The last row about a customer counts; a later file replaces what earlier ones said in its columns about its customers. Reports whom the rows are about and what the columns hold, doubts first. Used from the next training. Supports `Idempotency-Key`.
         *
         *     Needs the role analyst.
         */
        post: operations["postDatasetsByDatasetIdCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All data sets
         * @description The tenant's data sets, newest first, and what each of their files adds.
         *
         *     Needs the role business.
         */
        get: operations["getDatasets"];
        put?: never;
        /**
         * Make a data set of a query
         * @description A data set that lies in a warehouse: one SELECT of order lines, as `query` or `ready_made`. Answered like an upload; every training runs it again. Supports `Idempotency-Key`.
         *
         *     Needs the role analyst.
         */
        post: operations["postDatasets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One data set
         * @description The same entry as in `GET /datasets`.
         *
         *     Needs the role business.
         */
        get: operations["getDatasetsByDatasetId"];
        put?: never;
        post?: never;
        /**
         * Delete a data set
         * @description Deletes all of its files too. Models trained on it stay.
         *
         *     Needs the role analyst.
         */
        delete: operations["deleteDatasetsByDatasetId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{dataset_id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a file from a data set
         * @description Later trainings no longer read it, be it order lines or customers; models trained on it stay. Answers with the rest of the data set. You cannot remove the last file of order lines: delete the data set instead.
         *
         *     Needs the role analyst.
         */
        delete: operations["deleteDatasetsByDatasetIdFilesByFileId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warehouses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The warehouses that data sets may query
         * @description What the operator has named for this tenant, and the ready-made queries that each can answer.
         *
         *     Needs the role business.
         */
        get: operations["getWarehouses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/train": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train a model
         * @description Answers at once; the training runs in the background. Follow it with `GET /jobs/{job_id}`, `GET /jobs/{job_id}/events` or `GET /queue`. The model's id is in the job's result.
         *
         *     Needs the role analyst.
         */
        post: operations["postTrain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queue/train": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queue a training
         * @description Like `POST /train`, but answers with the queue row's id.
         *
         *     Needs the role analyst.
         */
        post: operations["postApiQueueTrain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test trainings at past dates
         * @description A rolling backtest: at dates a month apart in the file's past, it trains from scratch on what was known then, and compares the result with simple rules on the days after. Answers at once. Follow it with `GET /jobs/{job_id}` or `GET /queue`; the job's `result` holds `churn` and `lifetime_value`, each with `tests` (one per date, with the metrics of all `contenders`), `contenders` (mean and spread over the dates) and `groups`. It names no customers and keeps no model.
         *
         *     Needs the role analyst.
         */
        post: operations["postBacktests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recorded trainings
         * @description Every training that has ended, including failed and cancelled ones, and those whose model was deleted. The last to end come first. For the next page, send the last `run_id` as `cursor`; the header `Link` has that URL.
         *
         *     Needs the role business.
         */
        get: operations["getRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One recorded training
         * @description The same entry as in `GET /runs`. Its job says why a training failed.
         *
         *     Needs the role business.
         */
        get: operations["getRunsByRunId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest run's metrics
         * @description One flat map of finite numbers, without those that the data did not allow to measure. Empty before the first run. docs/model-folder.md explains the names.
         *
         *     Needs the role business.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest run's segments
         * @description Segments of the newest model, highest mean spend after returns first. Empty before the first run.
         *
         *     Needs the role business.
         */
        get: operations["getSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The default model
         * @description The model for predictions that name none; null if there is none. Until you choose one, it is the model with the newest orders; among equals, the one trained last.
         *
         *     Needs the role business.
         */
        get: operations["getModelsDefault"];
        put?: never;
        /**
         * Choose the default model
         * @description From now on, predictions that name no model use this one, even after later trainings. With null, they go back to the model with the newest orders.
         *
         *     Needs the role analyst.
         */
        post: operations["postModelsDefault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All models
         * @description The tenant's models, newest training first.
         *
         *     Needs the role business.
         */
        get: operations["getModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One model
         * @description The same entry as in `GET /models`.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelId"];
        put?: never;
        post?: never;
        /**
         * Delete a model
         * @description Removes the model and its artifacts. If it was the tenant's default, there is no default afterwards.
         *
         *     Needs the role analyst.
         */
        delete: operations["deleteModelsByModelId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The quality of each number of segments
         * @description The silhouette (-1 to 1, higher is better) of each number of segments that the training tried.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/customers/{customer_id}/exists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a model knows a customer
         * @description A model knows the customers with a kept order in the file that it was trained on.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdCustomersByCustomerIdExists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/dataset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rows that a model was trained on
         * @description The original rows and columns of the data set's files, one file after the other. Amounts in plain notation are numbers; so are ids, if all of them are numbers. Read it in pages with `limit` and `offset`; `total` is the number of rows. If a row cannot be split into columns, all its cells are null and `unreadable_rows` has its number in the file.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The customers that a model knows
         * @description One row per customer within all given bounds: id, features and scores at the newest snapshot, sorted by `sort` or in the order of the model's table. Read it in pages with `limit` and `offset`; `total` is the number of rows.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The products that a model knows
         * @description One row per product, most revenue first: its sales, what is bought with and after it, and what became of the customers who began with it. `hints` says how often a product hint was right on later orders, beside the most popular product; hints are given only if `wins`.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/segments/{segment}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a segment buys
         * @description The ten products that most of the segment's customers bought. Empty for an unknown segment.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdSegmentsBySegmentProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/customers/{customer_id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a customer buys
         * @description The products of most of the customer's orders, and those of the last one; and the product to mention, where hints have proved right.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdCustomersByCustomerIdProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_id}/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of customers who began alike
         * @description Customers by month of the first order, first product, country or segment. `spans` are 30 days each, counted from each customer's own first order, and hold only customers whose span is over: share who ordered in it (in the first, again), and spend and gross margin per customer until its end, after returns. `payback_days` is the end of the first span by which the margin has paid `acquisition_cost`.
         *
         *     Needs the role business.
         */
        get: operations["getModelsByModelIdCohorts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict for one customer
         * @description Send `customer_id` for a customer that the model knows, or `features` for anyone. The server answers at once, even while models are being trained. It records the prediction some tens of milliseconds later; if it crashes before that, the record is lost.
         *
         *     Needs the role business.
         */
        post: operations["postPredict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict_job": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict in the pool
         * @description One customer, or all customers that the model knows. Answers when it is done, or with `Prefer: respond-async` at once with the queue row.
         *
         *     Needs the role business.
         */
        post: operations["postPredictJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queue/predict-single": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queue a single prediction
         * @description Like `POST /predict_job` in this mode, but answers with the queue row's id.
         *
         *     Needs the role business.
         */
        post: operations["postApiQueuePredictSingle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queue/predict-batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queue a batch prediction
         * @description Like `POST /predict_job` in this mode, but answers with the queue row's id.
         *
         *     Needs the role business.
         */
        post: operations["postApiQueuePredictBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recorded predictions
         * @description Newest first. For the next page, send the last `prediction_id` as `cursor`; the header `Link` has that URL.
         *
         *     Needs the role business.
         */
        get: operations["getPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predictions/{prediction_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One recorded prediction
         * @description The same entry as in `GET /predictions`.
         *
         *     Needs the role business.
         */
        get: operations["getPredictionsByPredictionId"];
        put?: never;
        post?: never;
        /**
         * Delete a prediction
         * @description Removes the record and, for a batch, its file.
         *
         *     Needs the role analyst.
         */
        delete: operations["deletePredictionsByPredictionId"];
        options?: never;
        head?: never;
        /**
         * Label a prediction
         * @description Adds your own note, such as the outcome.
         *
         *     Needs the role business.
         */
        patch: operations["patchPredictionsByPredictionId"];
        trace?: never;
    };
    "/predictions/{prediction_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a link to a batch's file
         * @description A link to the file of a batch prediction. It works for an hour, without credentials, for anyone who has it. It leads into the bucket if files are kept in one, else to `/csv` with a signature.
         *
         *     Needs the role business.
         */
        get: operations["getPredictionsByPredictionIdDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predictions/{prediction_id}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch's file
         * @description One row per customer: CustomerID, segment, churn_probability, ltv_estimate, recommended_action, then segment_name and reasons. A link of `/download` needs no credentials and no `X-Tenant-Id`.
         *
         *     Needs the role business.
         */
        get: operations["getPredictionsByPredictionIdCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audience.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers to address, as CSV
         * @description The customers of the default model (or of `model_id`) within all given bounds: id, segment, churn probability, expected spend, action, recency, frequency, spend, the expected gain of a contact, the main reason for the risk, name, e-mail address and country where the files have them, the product to mention where such hints have proved right, and what else the shop told about its customers. `most` limits them to those with the highest expected profit of a contact; `control_share` adds a group to leave alone and compare with. In CSV, a text that looks like a formula starts with an apostrophe; in XLSX and Parquet, texts are typed and stay as they are. Numbers are numbers.
         *
         *     Needs the role business.
         */
        get: operations["getAudienceCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audience.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers to address, as XLSX
         * @description The customers of the default model (or of `model_id`) within all given bounds: id, segment, churn probability, expected spend, action, recency, frequency, spend, the expected gain of a contact, the main reason for the risk, name, e-mail address and country where the files have them, the product to mention where such hints have proved right, and what else the shop told about its customers. `most` limits them to those with the highest expected profit of a contact; `control_share` adds a group to leave alone and compare with. In CSV, a text that looks like a formula starts with an apostrophe; in XLSX and Parquet, texts are typed and stay as they are. Numbers are numbers.
         *
         *     Needs the role business.
         */
        get: operations["getAudienceXlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audience.parquet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers to address, as PARQUET
         * @description The customers of the default model (or of `model_id`) within all given bounds: id, segment, churn probability, expected spend, action, recency, frequency, spend, the expected gain of a contact, the main reason for the risk, name, e-mail address and country where the files have them, the product to mention where such hints have proved right, and what else the shop told about its customers. `most` limits them to those with the highest expected profit of a contact; `control_share` adds a group to leave alone and compare with. In CSV, a text that looks like a formula starts with an apostrophe; in XLSX and Parquet, texts are typed and stay as they are. Numbers are numbers.
         *
         *     Needs the role business.
         */
        get: operations["getAudienceParquet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audience/tools/{tool}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers to address, in a tool's own format
         * @description The same customers as `/audience.csv`, as the CSV file that the tool imports: `klaviyo` (Klaviyo), `mailchimp` (Mailchimp), `brevo` (Brevo), `hubspot` (HubSpot), `google_customer_match` (Google Customer Match), `meta_custom_audience` (Meta custom audience), `meta_value_audience` (Meta value-based audience). Columns are named as in the tool's own guide; for Google and Meta, addresses, names and countries are normalised and hashed with SHA-256. Customers who did not agree (if you name `consent`), without a valid e-mail address, with the address of another, and for `meta_value_audience` without an expected spend, are left out; `X-Left-Out` says how many.
         *
         *     Needs the role business.
         */
        get: operations["getAudienceToolsByTool"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a rule
         * @description Reads a rule and counts who fits it in the default model (or in `model_id`); nothing is saved. A rule that cannot be understood gives 422: `detail` says where it is wrong, what is expected there, and what was probably meant.
         *
         *     Needs the role business.
         */
        post: operations["postRulesCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saved-segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The saved segments
         * @description By name, each with who fits its rule in the default model (or in `model_id`): how many, what they have spent, and what contacting those whom a contact pays for should bring.
         *
         *     Needs the role business.
         */
        get: operations["getSavedSegments"];
        put?: never;
        /**
         * Save a segment
         * @description Gives a rule a name. At most 100 of them. After each training every saved segment is evaluated on the new model and compared with the previous one (event `segment.changed`).
         *
         *     Needs the role analyst.
         */
        post: operations["postSavedSegments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saved-segments/{saved_segment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A saved segment
         * @description With who fits its rule in the default model (or in `model_id`).
         *
         *     Needs the role business.
         */
        get: operations["getSavedSegmentsBySavedSegmentId"];
        put?: never;
        post?: never;
        /**
         * Delete a saved segment
         * @description Campaigns that it chose customers for keep them.
         *
         *     Needs the role analyst.
         */
        delete: operations["deleteSavedSegmentsBySavedSegmentId"];
        options?: never;
        head?: never;
        /**
         * Change a saved segment
         * @description Changes its name, its rule or both.
         *
         *     Needs the role analyst.
         */
        patch: operations["patchSavedSegmentsBySavedSegmentId"];
        trace?: never;
    };
    "/saved-segments/{saved_segment_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who came into a segment and who left it
         * @description Evaluates the rule in a model and in an earlier one and counts who entered and who left. Nobody keeps members: both models are asked.
         *
         *     Needs the role business.
         */
        get: operations["getSavedSegmentsBySavedSegmentIdChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saved-segments/{saved_segment_id}/changes.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who came into a segment, or left it, as CSV
         * @description The columns of `/audience.csv`, with the figures of the later model. A text that looks like a formula starts with an apostrophe.
         *
         *     Needs the role business.
         */
        get: operations["getSavedSegmentsBySavedSegmentIdChangesCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The destinations
         * @description Where audiences go, oldest first, each with its last run.
         *
         *     Needs the role business.
         */
        get: operations["getDestinations"];
        put?: never;
        /**
         * Add a destination
         * @description From now on, the audience is sent there on the schedule, as the model of that day chooses it. At most 50. Times of day are in UTC; without `day` and `hour` it is Monday and 6.
         *
         *     Needs the role admin.
         */
        post: operations["postDestinations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connections that destinations can use
         * @description SFTP servers, buckets, Google accounts and webhooks that the operator of this server has named for the tenant, without their secrets.
         *
         *     Needs the role business.
         */
        get: operations["getDestinationsConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/{destination_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a destination
         * @description With its runs, and what waits to be sent. What was sent stays where it is.
         *
         *     Needs the role admin.
         */
        delete: operations["deleteDestinationsByDestinationId"];
        options?: never;
        head?: never;
        /**
         * Change a destination
         * @description Sets the given fields, each as a whole. Lists that wait to be sent are made with the new ones.
         *
         *     Needs the role admin.
         */
        patch: operations["patchDestinationsByDestinationId"];
        trace?: never;
    };
    "/destinations/{destination_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send to a destination now
         * @description Sends the audience as the default model chooses it now. A run that still waits is given up. `/destinations/{destination_id}/runs` shows what became of it.
         *
         *     Needs the role analyst.
         */
        post: operations["postDestinationsByDestinationIdRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/{destination_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to a destination
         * @description The newest 50 runs: when, how many customers, who was left out and why, where to, and what became of it. Runs name nobody.
         *
         *     Needs the role business.
         */
        get: operations["getDestinationsByDestinationIdRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/{destination_id}/runs/{run_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The file of a run
         * @description The list as the run's model chooses it now: nothing is stored, so whoever was erased since is not in it. A link in a mail needs no credentials and no `X-Tenant-Id`.
         *
         *     Needs the role business.
         */
        get: operations["getDestinationsByDestinationIdRunsByRunIdFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The queue
         * @description The tenant's rows, newest first, up to 200.
         *
         *     Needs the role business.
         */
        get: operations["getQueue"];
        put?: never;
        /**
         * Add a queue row of your own
         * @description Adds a row that you maintain yourself with `PATCH /queue/{queue_id}`. Nothing runs it until you call `/train`, `/predict_job` or one of `/api/queue/…` with its `queue_id`.
         *
         *     Needs the role business.
         */
        post: operations["postQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queue/{queue_id}": {
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
         * Change a queue row of your own
         * @description Sets status, result and error, as far as given. If the server runs the row, only the server changes it: an update that agrees with it, or runs ahead of it (`completed` while it is running), answers `ok` and changes nothing. One that contradicts it gets 409.
         *
         *     Needs the role business.
         */
        patch: operations["patchQueueByQueueId"];
        trace?: never;
    };
    "/api/queue/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queue a mail
         * @description The server sends it beside its other jobs, at least once. It retries temporary failures for a day and a half. Without mail settings, the job fails and says so.
         *
         *     Needs the role analyst.
         */
        post: operations["postApiQueueEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inngest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what Inngest may call
         * @description Returns the functions and the mode, if Inngest signed the call.
         */
        get: operations["getApiInngest"];
        /**
         * Register the functions with Inngest
         * @description Called by Inngest, signed, when the server is registered there.
         */
        put: operations["putApiInngest"];
        /**
         * Run a step of a function
         * @description Called by Inngest, signed: runs the next step of `train-model`, `predict-single`, `predict-batch`, `send-email`, `cancel-job` or `retrain-on-schedule`.
         */
        post: operations["postApiInngest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One job
         * @description The queue row with this id, how many times it was started and whether its cancellation was requested.
         *
         *     Needs the role business.
         */
        get: operations["getJobsByJobId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/cancel": {
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
         * @description Cancels a waiting job at once. A running one is asked to stop and leaves nothing behind.
         *
         *     Needs the role analyst.
         */
        post: operations["postJobsByJobIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a job
         * @description Server-sent events: `queued`, `started`, `progress`, `requeued`, and finally `completed`, `failed` or `cancelled`, which ends the stream. `Last-Event-ID` continues after that event. A comment is sent every 15 s while nothing happens.
         *
         *     Needs the role business.
         */
        get: operations["getJobsByJobIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All notifications
         * @description How jobs ended, and what the server noticed. Newest first; the newest 500 are kept.
         *
         *     Needs the role business.
         */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark all as read
         * @description This marks them as read for everyone who works with the tenant's data.
         *
         *     Needs the role business.
         */
        post: operations["postNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/{notification_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark as read
         * @description This marks it as read for everyone who works with the tenant's data. One already read stays as it is.
         *
         *     Needs the role business.
         */
        post: operations["postNotificationsByNotificationIdRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The webhooks
         * @description Oldest first, without their secrets.
         *
         *     Needs the role admin.
         */
        get: operations["getWebhooks"];
        put?: never;
        /**
         * Add a webhook
         * @description The server posts events to its URL as JSON, `{"type","timestamp","data"}`, signed as Standard Webhooks specifies. At most 20. Only this answer shows the secret.
         *
         *     Needs the role admin.
         */
        post: operations["postWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Also deletes its waiting messages and the record of its past ones.
         *
         *     Needs the role admin.
         */
        delete: operations["deleteWebhooksByWebhookId"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Sets the given fields. A webhook misses events while it is off, and waiting messages are dropped when it is switched off.
         *
         *     Needs the role admin.
         */
        patch: operations["patchWebhooksByWebhookId"];
        trace?: never;
    };
    "/webhooks/{webhook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret
         * @description For 24 hours, messages are signed with both secrets so that the receiver can switch. Only this answer shows the secret.
         *
         *     Needs the role admin.
         */
        post: operations["postWebhooksByWebhookIdSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test
         * @description Sends a message of the type `webhook.test`, whatever events the webhook gets. `GET /webhooks/{webhook_id}/deliveries` shows the outcome.
         *
         *     Needs the role admin.
         */
        post: operations["postWebhooksByWebhookIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to a webhook
         * @description The newest 50 messages and their outcomes, kept for 30 days.
         *
         *     Needs the role admin.
         */
        get: operations["getWebhooksByWebhookIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase a person
         * @description The id is the customer's, or an e-mail address: then also everything of the customers who have that address in a model is erased, by jobs of their own, the last of which you get. A job removes a customer from every upload, model table, prediction, batch file, queue row and stored answer of the tenant. Its result says what was removed. It waits for the tenant's running jobs, and the tenant's other jobs wait for it. Answers at once, or with `Prefer: wait=30` or `respond-sync` when it is done. If an erasure of the same customer is queued, running or failed, you get that job. What a model has learned from all customers together stays; train again for a model without the person.
         *
         *     Needs the role admin.
         */
        delete: operations["deleteCustomersByCustomerId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/{tenant_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything of the tenant
         * @description A ZIP file, built while it is sent: rows as JSON lines below `rows/`, uploads, models and outputs below `files/`.
         *
         *     Needs the role admin.
         */
        get: operations["getTenantsByTenantIdExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/{tenant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase the tenant
         * @description A job that cancels the tenant's other jobs and removes every row and file, including the API keys. Its result counts them and is all that remains. Meanwhile the tenant cannot add anything new (409). Answers at once, or with `Prefer: wait=30` or `respond-sync` when it is done. Without its keys the tenant cannot sign in: wait for the proof, or ask the operator to create a key for the same tenant id and read the job with it.
         *
         *     Needs the role admin.
         */
        delete: operations["deleteTenantsByTenantId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 problem details */
        Problem: {
            /** @description `about:blank`: the status says what kind of problem it is. */
            type: string;
            /** @description The status in words. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What was found, what was expected, and what to do. */
            detail: string;
            /** @description The path of the request. */
            instance: string;
            /** @description With 422: every invalid field. */
            errors?: {
                field: string;
                message: string;
                /** @description Of a rule in text: letters before the mistake. */
                position?: number | null;
                /** @description Of a rule: what was probably meant there. */
                suggestion?: string | null;
            }[];
            /** @description With 500: the id to look for in the server's log. */
            request_id?: string;
        };
        Warning: {
            code: string;
            message: string;
            rows: number;
            samples: {
                row: number;
                column?: string;
                value?: string;
            }[];
        };
        DatasetFile: {
            file_id: string;
            /** @description The sender's name for it. Files with the same name are numbered. */
            file_name: string;
            mapping_path: string | null;
            bytes: number;
            sha256: string;
            /**
             * @description ISO 8601, UTC.
             * @example 2011-12-10T08:00:00.000Z
             */
            added_at: string;
            /** @description Rows in the file. */
            rows_read: number | null;
            /** @description The purchases among them that count. */
            rows_kept: number | null;
            /** @description Rows that a later file repeats, or whose orders it has in a later state. */
            rows_replaced: number | null;
            /** @description Orders that count. */
            orders: number | null;
            first_order: string | null;
            last_order: string | null;
        };
        /** @description Only of a data set that is a query. */
        DatasetWarehouse: {
            /** @description The operator's name for the warehouse. */
            connection: string;
            query: string | null;
            /** @description The name of a ready-made query instead. */
            ready_made: string | null;
            /**
             * @description ISO 8601, UTC.
             * @example 2011-12-10T08:00:00.000Z
             */
            unchanged_at: string | null;
        };
        Uploaded: {
            /** @description The path to give `/train`. */
            dataset_path: string;
            /** @description Null if no mapping was sent. */
            mapping_path: string | null;
            /** @description The id of the file's data set. */
            dataset_id: string;
            /** @description The first file has the same id as its data set. */
            file_id: string;
            file_name: string;
            bytes: number;
            sha256: string;
            /** @description False if the data set already has a file with exactly these bytes. Then nothing was added. */
            is_new: boolean;
            format: string;
            columns: string[];
            /** @description Field → column, in the form of `mapping`. */
            proposed_mapping: {
                [key: string]: string;
            };
            /** @description Field → 0 to 1. */
            mapping_confidence: {
                [key: string]: number;
            };
            /** @description The first 20 rows, one cell per column. */
            preview: string[][];
            notes: string[];
            /** @description The shop system that wrote the file; null if it was not recognised. */
            profile: {
                id: string;
                name: string;
            } | null;
            /** @description What may be wrong, the most important first. `refused` is the error with which a training would end. */
            warnings: components["schemas"]["Warning"][];
            /** @description Each column's role, and the evidence for it. */
            roles: {
                [key: string]: {
                    column: string;
                    confidence: number;
                    evidence: string;
                };
            };
            /** @description What a training on this file alone would read. Null if the training would be refused, or if there was no time to read the whole file. */
            account: {
                rows_read: number;
                rows_kept: number;
                rows_returned: number;
                customers: number;
                orders: number;
                guest_orders: number;
                /** @description After discounts, before refunds. */
                revenue: number;
                discounts: number;
                refunds: number;
                net_revenue: number;
                currency: string | null;
                first_order: string;
                last_order: string;
            } | null;
            /** @description All files of the data set. */
            files: components["schemas"]["DatasetFile"][];
            warehouse?: components["schemas"]["DatasetWarehouse"];
        };
        Dataset: {
            dataset_id: string;
            /** @description The path to give a training. It stays the same when files come and go. */
            dataset_path: string;
            name: string;
            bytes: number;
            /**
             * @description ISO 8601, UTC.
             * @example 2011-12-10T08:00:00.000Z
             */
            created_at: string;
            /** @description In the order they were added. */
            files: components["schemas"]["DatasetFile"][];
            /** @description What the shop told about its customers, in the order it was added. */
            customer_files: {
                file_id: string;
                file_name: string;
                bytes: number;
                sha256: string;
                /**
                 * @description ISO 8601, UTC.
                 * @example 2011-12-10T08:00:00.000Z
                 */
                added_at: string;
                /** @description Whom the rows are about and what they say. Null if the order lines could not be read in time, or if somebody was erased from the file: then the next training tells. */
                report: {
                    file: string;
                    rows_read: number;
                    rows_matched: number;
                    /** @description Rows about nobody in the order lines. */
                    rows_unmatched: number;
                    /** @description Rows that a later row about the same customer replaces. */
                    rows_replaced: number;
                    rows_unreadable: number;
                    /** @description Customers of the data set. */
                    customers: number;
                    customers_with_row: number;
                    /** @description The position of the column that names the customer. */
                    key_column: number | null;
                    id_column: string | null;
                    email_column: string | null;
                    columns: {
                        name: string;
                        /** @enum {string} */
                        kind: "text" | "number" | "date" | "yes_no";
                        /** @description Customers of whom it is known. */
                        known: number;
                        samples: string[];
                    }[];
                    /** @description What may be wrong, the most important first. */
                    warnings: components["schemas"]["Warning"][];
                } | null;
            }[];
            warehouse?: components["schemas"]["DatasetWarehouse"];
        };
        /** @description Whom: bounds as for `/audience.csv`. Only those whom a contact pays for, unless `everyone`. */
        Audience: {
            /** @description The id of a segment. */
            segment?: number;
            /** @description The lowest churn probability, 0 to 1. */
            min_churn?: number;
            /** @description The highest churn probability, 0 to 1. */
            max_churn?: number;
            /** @description The lowest expected spend, in the file's currency. */
            min_ltv?: number;
            /** @description The highest expected spend, in the file's currency. */
            max_ltv?: number;
            /**
             * @description One of the eleven RFM groups.
             * @enum {string}
             */
            rfm_group?: "Champions" | "Loyal Customers" | "Potential Loyalists" | "New Customers" | "Promising" | "Need Attention" | "About To Sleep" | "At Risk" | "Can't Lose Them" | "Hibernating" | "Lost";
            /** @description true: only customers who have been silent for longer than usual for them; false: the others. */
            overdue?: boolean;
            /** @description true: only customers with an expected gain of a contact above 0, highest gain first; false: the others. */
            pays?: boolean;
            /** @description One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one. */
            move?: string;
            /** @description The last order is at most so many days old. */
            max_recency?: number;
            /** @description The RFM score of recency, 5 being best. */
            r_score?: number;
            /** @description Half the sum of the RFM scores of frequency and spend, rounded down. */
            fm_score?: number;
            /** @description The id of the product that the first order was mostly for. */
            first_product?: string;
            /** @description The country, as in the file. */
            country?: string;
            /** @description Customers whose first order was in this month, such as `2026-03`. */
            cohort?: string;
            /** @description Customers with an order in this month, such as `2026-03`. */
            active_month?: string;
            /**
             * Format: date
             * @description Customers whose first order was on this day or later, such as `2026-03-01`.
             */
            first_from?: string;
            /**
             * Format: date
             * @description Customers whose first order was on this day or earlier, such as `2026-03-01`.
             */
            first_to?: string;
            /**
             * Format: date
             * @description Customers with an order on this day or later, such as `2026-03-01`.
             */
            ordered_from?: string;
            /**
             * Format: date
             * @description Customers with an order on this day or earlier; with `ordered_from`, between the two, such as `2026-03-01`.
             */
            ordered_to?: string;
            /** @description A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar. */
            rule?: string;
            /** @description The id of a saved segment: whoever fits its rule in the model. */
            saved?: string;
            /** @description At most so many: those whom a contact should bring most. */
            most?: number;
            /** @description true: also those whom a contact does not pay for. */
            everyone?: boolean;
            /** @description What contacting one customer costs. */
            contact_cost?: number;
            /** @description What the offer costs for each customer who accepts it. */
            offer_cost?: number;
            /** @description Share of an order's value left. */
            margin?: number;
            /** @description Share of leavers that a contact wins back, 0 to 1. */
            success_rate?: number;
            /** @description Share of stayers who accept the offer, 0 to 1. */
            redeem_rate?: number;
        };
        /** @description Where to. `connection` is a name of `/destinations/connections`; the operator of the server keeps hosts and secrets. */
        DestinationPlace: {
            /** @constant */
            kind: "mail";
            address: string;
            /** @enum {string} */
            as: "link" | "attachment";
        } | {
            /** @constant */
            kind: "s3";
            connection: string;
            folder: string;
        } | {
            /** @constant */
            kind: "sftp";
            connection: string;
            folder: string;
        } | {
            /** @constant */
            kind: "sheets";
            connection: string;
            spreadsheet_id: string;
            sheet: string;
        } | {
            /** @constant */
            kind: "webhook";
            connection: string;
        };
        DestinationSchedule: {
            /**
             * @description `training`: after each training. `never`: only when asked.
             * @enum {string}
             */
            every: "training" | "daily" | "weekly" | "never";
            /** @description Weekly: 1 is Monday. */
            day?: number;
            /** @description Daily and weekly, in UTC. */
            hour?: number;
        };
        Destination: {
            destination_id: string;
            name: string;
            audience: components["schemas"]["Audience"];
            /**
             * @description A tool's own format, or a file for people and programs.
             * @enum {string}
             */
            format: "klaviyo" | "mailchimp" | "brevo" | "hubspot" | "google_customer_match" | "meta_custom_audience" | "meta_value_audience" | "csv" | "xlsx" | "parquet";
            /** @description Of `csv`, `xlsx` and `parquet`: these columns, in this order. */
            columns?: string[];
            /** @enum {string} */
            delimiter?: "comma" | "semicolon" | "tab";
            /** @description `attribute`: only customers whose yes/no attribute of this name says yes. `confirmed`: you confirm that all of them agreed. A tool's format needs one of the two. */
            consent: {
                attribute: string;
            } | {
                /** @constant */
                confirmed: true;
            } | null;
            to: components["schemas"]["DestinationPlace"];
            schedule: components["schemas"]["DestinationSchedule"];
            /**
             * @description ISO 8601, UTC.
             * @example 2011-12-10T08:00:00.000Z
             */
            next_due_at: string | null;
            last_run: {
                /** @description Part of the file's name, and the `webhook-id` of a message. */
                run_id: string;
                /** @enum {string} */
                reason: "training" | "schedule" | "request";
                /** @enum {string} */
                state: "waiting" | "sent" | "failed";
                model_id: string;
                attempts: number;
                /** @description How many were sent. */
                customers: number | null;
                /** @description How many were not, by reason: `no_consent`, `no_address`, `same_address`, `no_value`. */
                left_out: {
                    [key: string]: number;
                } | null;
                /** @description The file, object, sheet, host or address. */
                place: string | null;
                /** @description Why the last try failed. */
                error: string | null;
                /**
                 * @description ISO 8601, UTC.
                 * @example 2011-12-10T08:00:00.000Z
                 */
                next_at: string | null;
                /**
                 * @description ISO 8601, UTC.
                 * @example 2011-12-10T08:00:00.000Z
                 */
                created_at: string;
                /**
                 * @description ISO 8601, UTC.
                 * @example 2011-12-10T08:00:00.000Z
                 */
                ended_at: string | null;
            } | null;
            /**
             * @description ISO 8601, UTC.
             * @example 2011-12-10T08:00:00.000Z
             */
            created_at: string;
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
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                        /** @description Release of the program */
                        version: string;
                        queue: {
                            /** @description Waiting jobs of all tenants */
                            waiting: number;
                        };
                        pool: {
                            /** @description How many jobs can run at the same time */
                            workers: number;
                            /** @description How many are running now */
                            running: number;
                            /** @description Worker processes waiting for a job */
                            idle_processes: number;
                        };
                        storage: {
                            /**
                             * @description Where uploads and models are kept
                             * @enum {string}
                             */
                            kind: "disk" | "s3";
                        };
                        mirror: {
                            /** @description Whether rows are copied to Firestore */
                            enabled: boolean;
                            /** @description Age of the oldest change not copied yet, 0 if there is none. Leaves out documents that Firestore refuses; `/metrics/prometheus` counts those */
                            lag_seconds: number | null;
                        };
                    };
                };
            };
        };
    };
    getHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                        pool: {
                            /** @description Worker processes that have not said anything for 15 s. One that also does nothing for a minute is ended, and its job is tried again. */
                            silent: number;
                        };
                        integrations: {
                            [key: string]: "off" | "well" | "failing";
                        };
                    };
                };
            };
        };
    };
    getMetricsPrometheus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text exposition format, version 0.0.4. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    postUpload: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description Ends in .csv, .tsv, .txt, .csv.gz, .tsv.gz, .jsonl, .ndjson, .jsonl.gz, .ndjson.gz, .json, .json.gz, .zip, .xlsx, .parquet.
                     */
                    file: Blob;
                    /** @description The same as `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description The `dataset_id` or `dataset_path` of the data set that the file is added to. */
                    append_to?: string;
                    /**
                     * @description JSON: field → column.
                     * @example {"customer_id":"CustomerID","order_datetime":"InvoiceDate"}
                     */
                    mapping?: string;
                };
            };
        };
        responses: {
            /** @description The file is stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
        };
    };
    postDatasetsByDatasetIdCustomers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description An id from an earlier answer of this API. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description Ends in .csv, .tsv, .txt, .csv.gz, .tsv.gz, .jsonl, .ndjson, .jsonl.gz, .ndjson.gz, .json, .json.gz, .zip, .xlsx, .parquet.
                     */
                    file: Blob;
                    /** @description The same as `X-Tenant-Id`. */
                    tenant_id?: string;
                    /**
                     * @description How to read dates whose day and month cannot be told apart.
                     * @example dmy
                     * @enum {string}
                     */
                    date_order?: "mdy" | "dmy" | "ymd";
                };
            };
        };
        responses: {
            /** @description The file is stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dataset_id: string;
                        is_new: boolean;
                        file_id: string;
                        file_name: string;
                        bytes: number;
                        sha256: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        added_at: string;
                        /** @description Whom the rows are about and what they say. Null if the order lines could not be read in time, or if somebody was erased from the file: then the next training tells. */
                        report: {
                            file: string;
                            rows_read: number;
                            rows_matched: number;
                            /** @description Rows about nobody in the order lines. */
                            rows_unmatched: number;
                            /** @description Rows that a later row about the same customer replaces. */
                            rows_replaced: number;
                            rows_unreadable: number;
                            /** @description Customers of the data set. */
                            customers: number;
                            customers_with_row: number;
                            /** @description The position of the column that names the customer. */
                            key_column: number | null;
                            id_column: string | null;
                            email_column: string | null;
                            columns: {
                                name: string;
                                /** @enum {string} */
                                kind: "text" | "number" | "date" | "yes_no";
                                /** @description Customers of whom it is known. */
                                known: number;
                                samples: string[];
                            }[];
                            /** @description What may be wrong, the most important first. */
                            warnings: components["schemas"]["Warning"][];
                        } | null;
                    };
                };
            };
        };
    };
    getDatasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per data set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"][];
                };
            };
        };
    };
    postDatasets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A name from `GET /warehouses`. */
                    connection: string;
                    /** @description One SELECT that only reads. */
                    query?: string;
                    /** @description The id of a ready-made query. */
                    ready_made?: string;
                    name?: string;
                    mapping?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description The data set is there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
        };
    };
    getDatasetsByDatasetId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The data set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
        };
    };
    deleteDatasetsByDatasetId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        dataset_id: string;
                    };
                };
            };
        };
    };
    deleteDatasetsByDatasetIdFilesByFileId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                dataset_id: string;
                /** @description An id from an earlier answer of this API. */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The data set without it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
        };
    };
    getWarehouses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per warehouse. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        kind: string;
                        ready_made: {
                            id: string;
                            name: string;
                        }[];
                    }[];
                };
            };
        };
    };
    postTrain: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tenant again. If you send it, it must match `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description The path from an upload's answer. It stands for all files of that data set. */
                    dataset_path: string;
                    /** @description The path from an upload's answer. Without it, each file's own mapping applies, or the names and contents of its columns. */
                    mapping_path?: string | null;
                    notify_email?: string;
                    /** @description An id from an earlier answer of this API. */
                    queue_id?: string;
                    /** @description A name for the model. */
                    name?: string;
                    /**
                     * @description For dates that can be read in two ways.
                     * @enum {string}
                     */
                    date_order?: "mdy" | "dmy" | "ymd";
                    seed?: number;
                    /**
                     * @description `full`, the default, runs up to four tests; `quick` runs one, learns from less and grows no trees for known customers.
                     * @enum {string}
                     */
                    effort?: "quick" | "full";
                    /**
                     * @description `net` (the default) forecasts spend after returns and refunds, `gross` spend as paid. Either way, segments, key accounts and advice use what customers keep.
                     * @enum {string}
                     */
                    spend?: "net" | "gross";
                    /** @description ISO 4217: the currency to count in; by default the tenant's setting, or else the currency of most rows. Amounts in other currencies are converted with the file's own rates or with `rates`, and set aside if there is none. */
                    currency?: string;
                    /** @description CSV with a date, a currency and a rate per line: what one unit was worth in `currency` from that day on. By default the tenant's rates, if they are for the same currency. */
                    rates?: string;
                    /** @description Cost of not acting on a customer who leaves; by default, the tenant's setting, initially 20. */
                    missed_churner_cost?: number;
                    /** @description Cost of acting on one who would have stayed; by default, the tenant's setting, initially 5. */
                    false_alarm_cost?: number;
                    /** @description What a contact costs and brings. The tenant's settings fill in what is left out. */
                    contact?: {
                        contact_cost?: number;
                        offer_cost?: number;
                        margin?: number;
                        success_rate?: number;
                        redeem_rate?: number;
                    };
                };
            };
        };
        responses: {
            /** @description The training is queued. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "started";
                        job_id: string;
                    };
                };
            };
        };
    };
    postApiQueueTrain: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tenant again. If you send it, it must match `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description The path from an upload's answer. It stands for all files of that data set. */
                    dataset_path: string;
                    /** @description The path from an upload's answer. Without it, each file's own mapping applies, or the names and contents of its columns. */
                    mapping_path?: string | null;
                    notify_email?: string;
                    /** @description An id from an earlier answer of this API. */
                    queue_id?: string;
                    /** @description A name for the model. */
                    name?: string;
                    /**
                     * @description For dates that can be read in two ways.
                     * @enum {string}
                     */
                    date_order?: "mdy" | "dmy" | "ymd";
                    seed?: number;
                    /**
                     * @description `full`, the default, runs up to four tests; `quick` runs one, learns from less and grows no trees for known customers.
                     * @enum {string}
                     */
                    effort?: "quick" | "full";
                    /**
                     * @description `net` (the default) forecasts spend after returns and refunds, `gross` spend as paid. Either way, segments, key accounts and advice use what customers keep.
                     * @enum {string}
                     */
                    spend?: "net" | "gross";
                    /** @description ISO 4217: the currency to count in; by default the tenant's setting, or else the currency of most rows. Amounts in other currencies are converted with the file's own rates or with `rates`, and set aside if there is none. */
                    currency?: string;
                    /** @description CSV with a date, a currency and a rate per line: what one unit was worth in `currency` from that day on. By default the tenant's rates, if they are for the same currency. */
                    rates?: string;
                    /** @description Cost of not acting on a customer who leaves; by default, the tenant's setting, initially 20. */
                    missed_churner_cost?: number;
                    /** @description Cost of acting on one who would have stayed; by default, the tenant's setting, initially 5. */
                    false_alarm_cost?: number;
                    /** @description What a contact costs and brings. The tenant's settings fill in what is left out. */
                    contact?: {
                        contact_cost?: number;
                        offer_cost?: number;
                        margin?: number;
                        success_rate?: number;
                        redeem_rate?: number;
                    };
                };
            };
        };
        responses: {
            /** @description The row is in the queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "queued";
                        queue_id: string;
                    };
                };
            };
        };
    };
    postBacktests: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tenant again. If you send it, it must match `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description The path from an upload's answer. It stands for all files of that data set. */
                    dataset_path: string;
                    /** @description The path from an upload's answer. Without it, each file's own mapping applies, or the names and contents of its columns. */
                    mapping_path?: string | null;
                    /** @description An id from an earlier answer of this API. */
                    queue_id?: string;
                    /**
                     * @description For dates that can be read in two ways.
                     * @enum {string}
                     */
                    date_order?: "mdy" | "dmy" | "ymd";
                    seed?: number;
                    /**
                     * @description `full`, the default, runs up to four tests; `quick` runs one, learns from less and grows no trees for known customers.
                     * @enum {string}
                     */
                    effort?: "quick" | "full";
                    /**
                     * @description `net` (the default) forecasts spend after returns and refunds, `gross` spend as paid. Either way, segments, key accounts and advice use what customers keep.
                     * @enum {string}
                     */
                    spend?: "net" | "gross";
                    /** @description ISO 4217: the currency to count in; by default the tenant's setting, or else the currency of most rows. Amounts in other currencies are converted with the file's own rates or with `rates`, and set aside if there is none. */
                    currency?: string;
                    /** @description CSV with a date, a currency and a rate per line: what one unit was worth in `currency` from that day on. By default the tenant's rates, if they are for the same currency. */
                    rates?: string;
                    /** @description Cost of not acting on a customer who leaves; by default, the tenant's setting, initially 20. */
                    missed_churner_cost?: number;
                    /** @description Cost of acting on one who would have stayed; by default, the tenant's setting, initially 5. */
                    false_alarm_cost?: number;
                    /** @description How many test dates at most, a month apart; 6 by default. A short history allows fewer. */
                    tests?: number;
                };
            };
        };
        responses: {
            /** @description The backtest is queued. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "started";
                        job_id: string;
                    };
                };
            };
        };
    };
    getRuns: {
        parameters: {
            query?: {
                /** @description Entries at most; 100 by default. */
                limit?: number;
                /** @description An id from an earlier answer of this API. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per training. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id of the training's job. */
                        run_id: string;
                        name: string;
                        /** @enum {string} */
                        status: "completed" | "failed" | "cancelled";
                        /** @description The model that it produced. It may have been deleted since. */
                        model_id: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        started_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        ended_at: string;
                        /** @description The training's settings, and its own choices. */
                        parameters: {
                            [key: string]: string | number;
                        };
                        /** @description As in `GET /metrics`. */
                        metrics: {
                            [key: string]: number;
                        };
                        tags: {
                            [key: string]: string;
                        };
                        /** @description The hash of the training's file. */
                        dataset_sha256: string | null;
                        /** @description The files of the model's folder as the training wrote them. */
                        artifacts: {
                            name: string;
                            size_bytes: number;
                            sha256: string;
                        }[];
                        /** @description The run on the tracking server; null if the server does not have it. */
                        tracking: {
                            run_id: string;
                            /**
                             * @description ISO 8601, UTC.
                             * @example 2011-12-10T08:00:00.000Z
                             */
                            sent_at: string;
                        } | null;
                    }[];
                };
            };
        };
    };
    getRunsByRunId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id of the training's job. */
                        run_id: string;
                        name: string;
                        /** @enum {string} */
                        status: "completed" | "failed" | "cancelled";
                        /** @description The model that it produced. It may have been deleted since. */
                        model_id: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        started_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        ended_at: string;
                        /** @description The training's settings, and its own choices. */
                        parameters: {
                            [key: string]: string | number;
                        };
                        /** @description As in `GET /metrics`. */
                        metrics: {
                            [key: string]: number;
                        };
                        tags: {
                            [key: string]: string;
                        };
                        /** @description The hash of the training's file. */
                        dataset_sha256: string | null;
                        /** @description The files of the model's folder as the training wrote them. */
                        artifacts: {
                            name: string;
                            size_bytes: number;
                            sha256: string;
                        }[];
                        /** @description The run on the tracking server; null if the server does not have it. */
                        tracking: {
                            run_id: string;
                            /**
                             * @description ISO 8601, UTC.
                             * @example 2011-12-10T08:00:00.000Z
                             */
                            sent_at: string;
                        } | null;
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics of the newest model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: number;
                    };
                };
            };
        };
    };
    getSegments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per segment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ({
                        segment: number;
                        name: string;
                        description: string;
                        customers: number;
                        /** @description Share of all customers, 0 to 1. */
                        customer_share: number;
                        /** @description Share of all revenue so far, 0 to 1. */
                        revenue_share: number;
                        /** @description The same after returns and refunds; absent in models from earlier versions. */
                        net_revenue_share?: number;
                        /** @description Days since the last order. */
                        avg_recency: number;
                        /** @description Distinct orders. */
                        avg_frequency: number;
                        /** @description Spend so far, in the file's currency. */
                        avg_monetary: number;
                        /** @description The same after returns and refunds; absent in models from earlier versions. */
                        avg_net_monetary?: number;
                        /** @description Mean probability of leaving, 0 to 1; null if it could not be learned. */
                        churn_rate: number | null;
                        /** @description Mean expected spend, in the file's currency; null if it could not be learned. */
                        avg_future_spend: number | null;
                        recommended_action: string;
                        why: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
    };
    getModelsDefault: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its id, or null. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_id: string | null;
                    };
                };
            };
        };
    };
    postModelsDefault: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An id from an earlier answer of this API. */
                    model_id: string | null;
                };
            };
        };
        responses: {
            /** @description This model is now the default. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
        };
    };
    getModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_id: string;
                        name: string;
                        metrics: {
                            [key: string]: number;
                        };
                        /** @description The object key of its folder. */
                        artifact_prefix: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        dataset_id: string | null;
                        /** @description The files it was trained on, as they were then, and what each added. */
                        files: {
                            file_id: string;
                            name: string;
                            sha256: string | null;
                            rows_read?: number;
                            rows_kept?: number;
                            rows_replaced?: number;
                            orders?: number;
                            first_order?: string | null;
                            last_order?: string | null;
                        }[];
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        as_of: string | null;
                        job_id: string;
                    }[];
                };
            };
        };
    };
    getModelsByModelId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_id: string;
                        name: string;
                        metrics: {
                            [key: string]: number;
                        };
                        /** @description The object key of its folder. */
                        artifact_prefix: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        dataset_id: string | null;
                        /** @description The files it was trained on, as they were then, and what each added. */
                        files: {
                            file_id: string;
                            name: string;
                            sha256: string | null;
                            rows_read?: number;
                            rows_kept?: number;
                            rows_replaced?: number;
                            orders?: number;
                            first_order?: string | null;
                            last_order?: string | null;
                        }[];
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        as_of: string | null;
                        job_id: string;
                    };
                };
            };
        };
    };
    deleteModelsByModelId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        model_id: string;
                    };
                };
            };
        };
    };
    getModelsByModelIdJson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file and its content. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        filename: string;
                        data: {
                            [key: string]: number;
                        };
                    };
                };
            };
        };
    };
    getModelsByModelIdCustomersByCustomerIdExists: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
                /** @description A customer's id as written in the file that the model was trained on. */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exists: boolean;
                    };
                };
            };
        };
    };
    getModelsByModelIdDataset: {
        parameters: {
            query?: {
                /** @description Rows at most; 1000 by default. */
                limit?: number;
                /** @description Rows to skip; 0 by default. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the data set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The path to give `/train`. */
                        path: string;
                        columns: string[];
                        rows: {
                            [key: string]: string | number | null;
                        }[];
                        total: number;
                        /** @description The header is row 1. */
                        unreadable_rows: number[];
                    };
                };
            };
        };
    };
    getModelsByModelIdCustomers: {
        parameters: {
            query?: {
                /** @description Rows at most; 1000 by default. */
                limit?: number;
                /** @description Rows to skip; 0 by default. */
                offset?: number;
                /** @description A part of the id, the name or the e-mail address, in any case. */
                q?: string;
                /** @description The id of a segment. */
                segment?: number;
                /** @description The lowest churn probability, 0 to 1. */
                min_churn?: number;
                /** @description The highest churn probability, 0 to 1. */
                max_churn?: number;
                /** @description The lowest expected spend, in the file's currency. */
                min_ltv?: number;
                /** @description The highest expected spend, in the file's currency. */
                max_ltv?: number;
                /** @description One of the eleven RFM groups. */
                rfm_group?: "Champions" | "Loyal Customers" | "Potential Loyalists" | "New Customers" | "Promising" | "Need Attention" | "About To Sleep" | "At Risk" | "Can't Lose Them" | "Hibernating" | "Lost";
                /** @description true: only customers who have been silent for longer than usual for them; false: the others. */
                overdue?: boolean;
                /** @description true: only customers with an expected gain of a contact above 0, highest gain first; false: the others. */
                pays?: boolean;
                /** @description One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one. */
                move?: string;
                /** @description The last order is at most so many days old. */
                max_recency?: number;
                /** @description The RFM score of recency, 5 being best. */
                r_score?: number;
                /** @description Half the sum of the RFM scores of frequency and spend, rounded down. */
                fm_score?: number;
                /** @description The id of the product that the first order was mostly for. */
                first_product?: string;
                /** @description The country, as in the file. */
                country?: string;
                /** @description Customers whose first order was in this month, such as `2026-03`. */
                cohort?: string;
                /** @description Customers with an order in this month, such as `2026-03`. */
                active_month?: string;
                /** @description Customers whose first order was on this day or later, such as `2026-03-01`. */
                first_from?: string;
                /** @description Customers whose first order was on this day or earlier, such as `2026-03-01`. */
                first_to?: string;
                /** @description Customers with an order on this day or later, such as `2026-03-01`. */
                ordered_from?: string;
                /** @description Customers with an order on this day or earlier; with `ordered_from`, between the two, such as `2026-03-01`. */
                ordered_to?: string;
                /** @description A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar. */
                rule?: string;
                /** @description The id of a saved segment: whoever fits its rule in the model. */
                saved?: string;
                /**
                 * @description A column to sort by, ascending; with `-` before it, descending. Unknown values come last, ties in the order of the model's table.
                 * @example -ltv_estimate
                 */
                sort?: string;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The table's file. */
                        path: string;
                        columns: string[];
                        rows: {
                            [key: string]: string | number | null;
                        }[];
                        total: number;
                    };
                };
            };
        };
    };
    getModelsByModelIdProducts: {
        parameters: {
            query?: {
                /** @description Rows at most; 1000 by default. */
                limit?: number;
                /** @description Rows to skip; 0 by default. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** @description The id in the file. */
                            product: string;
                            name: string | null;
                            customers: number;
                            orders: number;
                            units: number;
                            revenue: number;
                            /** @description Value sent back or cancelled. */
                            returned: number;
                            /** @description ISO 8601. */
                            last_order: string;
                            linked: {
                                /** @description The id in the file. */
                                product: string;
                                name: string | null;
                                /**
                                 * @description `together`: in the same order; `next`: in the customer's next order.
                                 * @enum {string}
                                 */
                                kind: "together" | "next";
                                orders: number;
                                /** @description Of the orders with the product, 0 to 1. */
                                share: number;
                                /** @description Times as often as chance would explain. */
                                lift: number;
                            }[];
                            /** @description The customers whose first order had this product as its most valuable one, and what became of those whose first order is at least 90, 180 and 365 days old: share with a second order, spend per customer after returns. Null where nobody began with it. */
                            first: null | {
                                customers: number;
                                after: (null | {
                                    days: number;
                                    customers: number;
                                    repeat_rate: number;
                                    value: number;
                                })[];
                            };
                        }[];
                        total: number;
                        hints: {
                            wins: boolean;
                            test_days: number;
                            customers: number;
                            hits: number;
                            popular_hits: number;
                        };
                    };
                };
            };
        };
    };
    getModelsByModelIdSegmentsBySegmentProducts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
                /**
                 * @description The id of a segment.
                 * @example 0
                 */
                segment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Most customers first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id in the file. */
                        product: string;
                        name: string | null;
                        customers: number;
                        revenue: number;
                        /** @description Times as often as chance would explain. */
                        lift: number;
                    }[];
                };
            };
        };
    };
    getModelsByModelIdCustomersByCustomerIdProducts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
                /** @description A customer's id as written in the file that the model was trained on. */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Most orders first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        products: {
                            /** @description The id in the file. */
                            product: string;
                            name: string | null;
                            orders: number;
                            units: number;
                            value: number;
                            /** @description ISO 8601. */
                            last_order: string;
                            in_last_order: boolean;
                        }[];
                        hint: {
                            /** @description The id in the file. */
                            product: string;
                            name: string | null;
                        } | null;
                    };
                };
            };
        };
    };
    getModelsByModelIdCohorts: {
        parameters: {
            query?: {
                /** @description Rows at most; 1000 by default. */
                limit?: number;
                /** @description Rows to skip; 0 by default. */
                offset?: number;
                /** @description What customers are put together by; `month` by default. */
                by?: "month" | "product" | "country" | "segment";
                /** @description Customers whose first order was on this day or later, such as `2026-03-01`. */
                first_from?: string;
                /** @description Customers whose first order was on this day or earlier, such as `2026-03-01`. */
                first_to?: string;
                /** @description What winning a customer costs; by default what the settings say, if they do. */
                acquisition_cost?: number;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the cohorts: months in order, else most customers first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** @description A month, a product's id, a country or a segment's id. */
                            key: string;
                            customers: number;
                            spans: (null | {
                                customers: number;
                                retention: number;
                                revenue: number;
                                gross_margin: number;
                            })[];
                            payback_days: number | null;
                        }[];
                        total: number;
                        /** @description The share of revenue that the gross margin is worked out with. */
                        margin: number;
                        acquisition_cost: number | null;
                    };
                };
            };
        };
    };
    postPredict: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A customer's id as written in the file that the model was trained on. */
                    customer_id?: string | number;
                    /** @description A person's purchases as features. recency_days, frequency, monetary are required; any other feature left out counts as unknown. */
                    features?: {
                        /** @description whole days from the last order to the snapshot */
                        recency_days: number;
                        /** @description distinct orders */
                        frequency: number;
                        /** @description total spend */
                        monetary: number;
                        /** @description spend / orders */
                        avg_basket_value?: number;
                        /** @description distinct products bought */
                        unique_products?: number;
                        /** @description days from first to last order / (orders - 1) */
                        avg_interpurchase_days?: number;
                        /** @description whole days from the first to the last order */
                        purchase_span_days?: number;
                    };
                    /** @description An id from an earlier answer of this API. */
                    model_id?: string;
                    /** @description The probability of no order within this many days, along the customer's curve of the next order; without it, within the model's own churn horizon. */
                    churn_horizon_days?: number;
                    /** @description Expected spend over this many days; without it, over the model's own spend horizon. */
                    horizon_days?: number;
                };
            };
        };
        responses: {
            /** @description What the model says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customer_id: string | number | null;
                        segment: number;
                        segment_name: string;
                        /** @description The probability of no order within the churn horizon, 0 to 1; null if it could not be learned. */
                        churn_probability: number | null;
                        /** @description Expected spend over the spend horizon, in the file's currency; null if it could not be learned. */
                        ltv_estimate: number | null;
                        /** @description The churn horizon in days: the requested one, or the model's. */
                        churn_horizon_days: number;
                        /** @description The spend horizon in days: the requested one, or the model's. */
                        ltv_horizon_days: number;
                        recommended_action: string;
                        /** @description Expected gain of contacting the customer now, in the file's currency; null if unknown. A contact is recommended only above 0. */
                        expected_gain: number | null;
                        /** @description What moved the churn probability most, largest first. */
                        reasons: {
                            feature: string;
                            value: number | null;
                            /** @description To the log-odds of leaving; positive raises the risk. */
                            contribution: number;
                            text: string;
                        }[];
                        model_id: string;
                    };
                };
            };
        };
    };
    postPredictJob: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tenant again. If you send it, it must match `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description An id from an earlier answer of this API. */
                    model_id: string;
                    /** @description A customer's id as written in the file that the model was trained on. */
                    customer_id?: string | number;
                    /** @description A person's purchases as features. recency_days, frequency, monetary are required; any other feature left out counts as unknown. */
                    features?: {
                        /** @description whole days from the last order to the snapshot */
                        recency_days: number;
                        /** @description distinct orders */
                        frequency: number;
                        /** @description total spend */
                        monetary: number;
                        /** @description spend / orders */
                        avg_basket_value?: number;
                        /** @description distinct products bought */
                        unique_products?: number;
                        /** @description days from first to last order / (orders - 1) */
                        avg_interpurchase_days?: number;
                        /** @description whole days from the first to the last order */
                        purchase_span_days?: number;
                    };
                    notify_email?: string;
                    /** @description An id from an earlier answer of this API. */
                    queue_id?: string;
                    /** @enum {string} */
                    mode: "single" | "batch";
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "completed";
                        prediction_id: string;
                    };
                };
            };
            /** @description With `Prefer: respond-async`: the job is queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        queue_id: string;
                        /**
                         * @description The kind of job: train a model, score customers, test trainings at past dates, send a mail, erase a person or a tenant.
                         * @enum {string}
                         */
                        kind: "training" | "prediction" | "backtest" | "email" | "erasure";
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        payload: {
                            [key: string]: unknown;
                        };
                        result?: unknown;
                        error?: string;
                        progress?: {
                            stage: string;
                            /** @description Share of the whole job that is done. */
                            fraction: number;
                            message: string;
                        };
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    };
                };
            };
        };
    };
    postApiQueuePredictSingle: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tenant again. If you send it, it must match `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description An id from an earlier answer of this API. */
                    model_id: string;
                    /** @description A customer's id as written in the file that the model was trained on. */
                    customer_id?: string | number;
                    /** @description A person's purchases as features. recency_days, frequency, monetary are required; any other feature left out counts as unknown. */
                    features?: {
                        /** @description whole days from the last order to the snapshot */
                        recency_days: number;
                        /** @description distinct orders */
                        frequency: number;
                        /** @description total spend */
                        monetary: number;
                        /** @description spend / orders */
                        avg_basket_value?: number;
                        /** @description distinct products bought */
                        unique_products?: number;
                        /** @description days from first to last order / (orders - 1) */
                        avg_interpurchase_days?: number;
                        /** @description whole days from the first to the last order */
                        purchase_span_days?: number;
                    };
                    notify_email?: string;
                    /** @description An id from an earlier answer of this API. */
                    queue_id?: string;
                };
            };
        };
        responses: {
            /** @description The row is in the queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "queued";
                        queue_id: string;
                    };
                };
            };
        };
    };
    postApiQueuePredictBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tenant again. If you send it, it must match `X-Tenant-Id`. */
                    tenant_id?: string;
                    /** @description An id from an earlier answer of this API. */
                    model_id: string;
                    /** @description A customer's id as written in the file that the model was trained on. */
                    customer_id?: string | number;
                    /** @description A person's purchases as features. recency_days, frequency, monetary are required; any other feature left out counts as unknown. */
                    features?: {
                        /** @description whole days from the last order to the snapshot */
                        recency_days: number;
                        /** @description distinct orders */
                        frequency: number;
                        /** @description total spend */
                        monetary: number;
                        /** @description spend / orders */
                        avg_basket_value?: number;
                        /** @description distinct products bought */
                        unique_products?: number;
                        /** @description days from first to last order / (orders - 1) */
                        avg_interpurchase_days?: number;
                        /** @description whole days from the first to the last order */
                        purchase_span_days?: number;
                    };
                    notify_email?: string;
                    /** @description An id from an earlier answer of this API. */
                    queue_id?: string;
                };
            };
        };
        responses: {
            /** @description The row is in the queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "queued";
                        queue_id: string;
                    };
                };
            };
        };
    };
    getPredictions: {
        parameters: {
            query?: {
                /** @description Entries at most; 100 by default. */
                limit?: number;
                /** @description An id from an earlier answer of this API. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per prediction. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        prediction_id: string;
                        model_id: string;
                        /** @description The request. */
                        payload: unknown;
                        /** @description The answer; for a batch, the first rows. */
                        result: unknown;
                        /** @description The object key of a batch's CSV. */
                        batch_file_url: string | null;
                        label?: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    getPredictionsByPredictionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prediction. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        prediction_id: string;
                        model_id: string;
                        /** @description The request. */
                        payload: unknown;
                        /** @description The answer; for a batch, the first rows. */
                        result: unknown;
                        /** @description The object key of a batch's CSV. */
                        batch_file_url: string | null;
                        label?: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                    };
                };
            };
        };
    };
    deletePredictionsByPredictionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        prediction_id: string;
                    };
                };
            };
        };
    };
    patchPredictionsByPredictionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                };
            };
        };
        responses: {
            /** @description It is labelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
        };
    };
    getPredictionsByPredictionIdDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                    };
                };
            };
        };
    };
    getPredictionsByPredictionIdCsv: {
        parameters: {
            query?: {
                /** @description 1: the file begins with a byte order mark, which Excel needs to read letters such as é. */
                bom?: number;
                /** @description Part of a signed link. */
                tenant?: string;
                /** @description Part of a signed link: seconds since 1970. */
                expires?: number;
                /** @description Part of a signed link. */
                signature?: string;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                prediction_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    getAudienceCsv: {
        parameters: {
            query?: {
                /** @description A part of the id, the name or the e-mail address, in any case. */
                q?: string;
                /** @description The id of a segment. */
                segment?: number;
                /** @description The lowest churn probability, 0 to 1. */
                min_churn?: number;
                /** @description The highest churn probability, 0 to 1. */
                max_churn?: number;
                /** @description The lowest expected spend, in the file's currency. */
                min_ltv?: number;
                /** @description The highest expected spend, in the file's currency. */
                max_ltv?: number;
                /** @description One of the eleven RFM groups. */
                rfm_group?: "Champions" | "Loyal Customers" | "Potential Loyalists" | "New Customers" | "Promising" | "Need Attention" | "About To Sleep" | "At Risk" | "Can't Lose Them" | "Hibernating" | "Lost";
                /** @description true: only customers who have been silent for longer than usual for them; false: the others. */
                overdue?: boolean;
                /** @description true: only customers with an expected gain of a contact above 0, highest gain first; false: the others. */
                pays?: boolean;
                /** @description One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one. */
                move?: string;
                /** @description The last order is at most so many days old. */
                max_recency?: number;
                /** @description The RFM score of recency, 5 being best. */
                r_score?: number;
                /** @description Half the sum of the RFM scores of frequency and spend, rounded down. */
                fm_score?: number;
                /** @description The id of the product that the first order was mostly for. */
                first_product?: string;
                /** @description The country, as in the file. */
                country?: string;
                /** @description Customers whose first order was in this month, such as `2026-03`. */
                cohort?: string;
                /** @description Customers with an order in this month, such as `2026-03`. */
                active_month?: string;
                /** @description Customers whose first order was on this day or later, such as `2026-03-01`. */
                first_from?: string;
                /** @description Customers whose first order was on this day or earlier, such as `2026-03-01`. */
                first_to?: string;
                /** @description Customers with an order on this day or later, such as `2026-03-01`. */
                ordered_from?: string;
                /** @description Customers with an order on this day or earlier; with `ordered_from`, between the two, such as `2026-03-01`. */
                ordered_to?: string;
                /** @description A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar. */
                rule?: string;
                /** @description The id of a saved segment: whoever fits its rule in the model. */
                saved?: string;
                /** @description At most so many: the customers with the highest expected profit of a contact on the terms below, best first. Missing terms come from the settings, else from the model. */
                most?: number;
                /** @description What contacting one customer costs. */
                contact_cost?: number;
                /** @description What the offer costs for each customer who accepts it. */
                offer_cost?: number;
                /** @description Share of an order's value left after the cost of the goods. */
                margin?: number;
                /** @description Share of leavers that a contact wins back, 0 to 1. */
                success_rate?: number;
                /** @description Share of customers who would stay anyway but accept the offer, 0 to 1. */
                redeem_rate?: number;
                /** @description Adds the column group: about this share is `control`, to leave alone and compare with; the others are `contact`. Only `campaign` and the id decide who is in control. */
                control_share?: number;
                /** @description A name. A different name gives a different control group. */
                campaign?: string;
                /** @description An id from an earlier answer of this API. */
                model_id?: string;
                /** @description Only these columns, separated by commas and in this order: CustomerID, segment, segment_name, churn_probability, ltv_estimate, recommended_action, recency_days, frequency, monetary, expected_gain, reason, name, email, product_hint, country, and whatever else the shop told about its customers. */
                columns?: string;
                /** @description 1: the file begins with a byte order mark, which Excel needs to read letters such as é. */
                bom?: number;
                /** @description What stands between the cells; a comma unless you choose. */
                delimiter?: "comma" | "semicolon" | "tab";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
        };
    };
    getAudienceXlsx: {
        parameters: {
            query?: {
                /** @description A part of the id, the name or the e-mail address, in any case. */
                q?: string;
                /** @description The id of a segment. */
                segment?: number;
                /** @description The lowest churn probability, 0 to 1. */
                min_churn?: number;
                /** @description The highest churn probability, 0 to 1. */
                max_churn?: number;
                /** @description The lowest expected spend, in the file's currency. */
                min_ltv?: number;
                /** @description The highest expected spend, in the file's currency. */
                max_ltv?: number;
                /** @description One of the eleven RFM groups. */
                rfm_group?: "Champions" | "Loyal Customers" | "Potential Loyalists" | "New Customers" | "Promising" | "Need Attention" | "About To Sleep" | "At Risk" | "Can't Lose Them" | "Hibernating" | "Lost";
                /** @description true: only customers who have been silent for longer than usual for them; false: the others. */
                overdue?: boolean;
                /** @description true: only customers with an expected gain of a contact above 0, highest gain first; false: the others. */
                pays?: boolean;
                /** @description One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one. */
                move?: string;
                /** @description The last order is at most so many days old. */
                max_recency?: number;
                /** @description The RFM score of recency, 5 being best. */
                r_score?: number;
                /** @description Half the sum of the RFM scores of frequency and spend, rounded down. */
                fm_score?: number;
                /** @description The id of the product that the first order was mostly for. */
                first_product?: string;
                /** @description The country, as in the file. */
                country?: string;
                /** @description Customers whose first order was in this month, such as `2026-03`. */
                cohort?: string;
                /** @description Customers with an order in this month, such as `2026-03`. */
                active_month?: string;
                /** @description Customers whose first order was on this day or later, such as `2026-03-01`. */
                first_from?: string;
                /** @description Customers whose first order was on this day or earlier, such as `2026-03-01`. */
                first_to?: string;
                /** @description Customers with an order on this day or later, such as `2026-03-01`. */
                ordered_from?: string;
                /** @description Customers with an order on this day or earlier; with `ordered_from`, between the two, such as `2026-03-01`. */
                ordered_to?: string;
                /** @description A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar. */
                rule?: string;
                /** @description The id of a saved segment: whoever fits its rule in the model. */
                saved?: string;
                /** @description At most so many: the customers with the highest expected profit of a contact on the terms below, best first. Missing terms come from the settings, else from the model. */
                most?: number;
                /** @description What contacting one customer costs. */
                contact_cost?: number;
                /** @description What the offer costs for each customer who accepts it. */
                offer_cost?: number;
                /** @description Share of an order's value left after the cost of the goods. */
                margin?: number;
                /** @description Share of leavers that a contact wins back, 0 to 1. */
                success_rate?: number;
                /** @description Share of customers who would stay anyway but accept the offer, 0 to 1. */
                redeem_rate?: number;
                /** @description Adds the column group: about this share is `control`, to leave alone and compare with; the others are `contact`. Only `campaign` and the id decide who is in control. */
                control_share?: number;
                /** @description A name. A different name gives a different control group. */
                campaign?: string;
                /** @description An id from an earlier answer of this API. */
                model_id?: string;
                /** @description Only these columns, separated by commas and in this order: CustomerID, segment, segment_name, churn_probability, ltv_estimate, recommended_action, recency_days, frequency, monetary, expected_gain, reason, name, email, product_hint, country, and whatever else the shop told about its customers. */
                columns?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Blob;
                };
            };
        };
    };
    getAudienceParquet: {
        parameters: {
            query?: {
                /** @description A part of the id, the name or the e-mail address, in any case. */
                q?: string;
                /** @description The id of a segment. */
                segment?: number;
                /** @description The lowest churn probability, 0 to 1. */
                min_churn?: number;
                /** @description The highest churn probability, 0 to 1. */
                max_churn?: number;
                /** @description The lowest expected spend, in the file's currency. */
                min_ltv?: number;
                /** @description The highest expected spend, in the file's currency. */
                max_ltv?: number;
                /** @description One of the eleven RFM groups. */
                rfm_group?: "Champions" | "Loyal Customers" | "Potential Loyalists" | "New Customers" | "Promising" | "Need Attention" | "About To Sleep" | "At Risk" | "Can't Lose Them" | "Hibernating" | "Lost";
                /** @description true: only customers who have been silent for longer than usual for them; false: the others. */
                overdue?: boolean;
                /** @description true: only customers with an expected gain of a contact above 0, highest gain first; false: the others. */
                pays?: boolean;
                /** @description One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one. */
                move?: string;
                /** @description The last order is at most so many days old. */
                max_recency?: number;
                /** @description The RFM score of recency, 5 being best. */
                r_score?: number;
                /** @description Half the sum of the RFM scores of frequency and spend, rounded down. */
                fm_score?: number;
                /** @description The id of the product that the first order was mostly for. */
                first_product?: string;
                /** @description The country, as in the file. */
                country?: string;
                /** @description Customers whose first order was in this month, such as `2026-03`. */
                cohort?: string;
                /** @description Customers with an order in this month, such as `2026-03`. */
                active_month?: string;
                /** @description Customers whose first order was on this day or later, such as `2026-03-01`. */
                first_from?: string;
                /** @description Customers whose first order was on this day or earlier, such as `2026-03-01`. */
                first_to?: string;
                /** @description Customers with an order on this day or later, such as `2026-03-01`. */
                ordered_from?: string;
                /** @description Customers with an order on this day or earlier; with `ordered_from`, between the two, such as `2026-03-01`. */
                ordered_to?: string;
                /** @description A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar. */
                rule?: string;
                /** @description The id of a saved segment: whoever fits its rule in the model. */
                saved?: string;
                /** @description At most so many: the customers with the highest expected profit of a contact on the terms below, best first. Missing terms come from the settings, else from the model. */
                most?: number;
                /** @description What contacting one customer costs. */
                contact_cost?: number;
                /** @description What the offer costs for each customer who accepts it. */
                offer_cost?: number;
                /** @description Share of an order's value left after the cost of the goods. */
                margin?: number;
                /** @description Share of leavers that a contact wins back, 0 to 1. */
                success_rate?: number;
                /** @description Share of customers who would stay anyway but accept the offer, 0 to 1. */
                redeem_rate?: number;
                /** @description Adds the column group: about this share is `control`, to leave alone and compare with; the others are `contact`. Only `campaign` and the id decide who is in control. */
                control_share?: number;
                /** @description A name. A different name gives a different control group. */
                campaign?: string;
                /** @description An id from an earlier answer of this API. */
                model_id?: string;
                /** @description Only these columns, separated by commas and in this order: CustomerID, segment, segment_name, churn_probability, ltv_estimate, recommended_action, recency_days, frequency, monetary, expected_gain, reason, name, email, product_hint, country, and whatever else the shop told about its customers. */
                columns?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": Blob;
                };
            };
        };
    };
    getAudienceToolsByTool: {
        parameters: {
            query?: {
                /** @description A part of the id, the name or the e-mail address, in any case. */
                q?: string;
                /** @description The id of a segment. */
                segment?: number;
                /** @description The lowest churn probability, 0 to 1. */
                min_churn?: number;
                /** @description The highest churn probability, 0 to 1. */
                max_churn?: number;
                /** @description The lowest expected spend, in the file's currency. */
                min_ltv?: number;
                /** @description The highest expected spend, in the file's currency. */
                max_ltv?: number;
                /** @description One of the eleven RFM groups. */
                rfm_group?: "Champions" | "Loyal Customers" | "Potential Loyalists" | "New Customers" | "Promising" | "Need Attention" | "About To Sleep" | "At Risk" | "Can't Lose Them" | "Hibernating" | "Lost";
                /** @description true: only customers who have been silent for longer than usual for them; false: the others. */
                overdue?: boolean;
                /** @description true: only customers with an expected gain of a contact above 0, highest gain first; false: the others. */
                pays?: boolean;
                /** @description One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one. */
                move?: string;
                /** @description The last order is at most so many days old. */
                max_recency?: number;
                /** @description The RFM score of recency, 5 being best. */
                r_score?: number;
                /** @description Half the sum of the RFM scores of frequency and spend, rounded down. */
                fm_score?: number;
                /** @description The id of the product that the first order was mostly for. */
                first_product?: string;
                /** @description The country, as in the file. */
                country?: string;
                /** @description Customers whose first order was in this month, such as `2026-03`. */
                cohort?: string;
                /** @description Customers with an order in this month, such as `2026-03`. */
                active_month?: string;
                /** @description Customers whose first order was on this day or later, such as `2026-03-01`. */
                first_from?: string;
                /** @description Customers whose first order was on this day or earlier, such as `2026-03-01`. */
                first_to?: string;
                /** @description Customers with an order on this day or later, such as `2026-03-01`. */
                ordered_from?: string;
                /** @description Customers with an order on this day or earlier; with `ordered_from`, between the two, such as `2026-03-01`. */
                ordered_to?: string;
                /** @description A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar. */
                rule?: string;
                /** @description The id of a saved segment: whoever fits its rule in the model. */
                saved?: string;
                /** @description At most so many: the customers with the highest expected profit of a contact on the terms below, best first. Missing terms come from the settings, else from the model. */
                most?: number;
                /** @description What contacting one customer costs. */
                contact_cost?: number;
                /** @description What the offer costs for each customer who accepts it. */
                offer_cost?: number;
                /** @description Share of an order's value left after the cost of the goods. */
                margin?: number;
                /** @description Share of leavers that a contact wins back, 0 to 1. */
                success_rate?: number;
                /** @description Share of customers who would stay anyway but accept the offer, 0 to 1. */
                redeem_rate?: number;
                /** @description An id from an earlier answer of this API. */
                model_id?: string;
                /** @description Only customers whose yes/no attribute of this name says yes. */
                consent?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Whose format the file has.
                 * @example klaviyo
                 */
                tool: "klaviyo" | "mailchimp" | "brevo" | "hubspot" | "google_customer_match" | "meta_custom_audience" | "meta_value_audience";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
        };
    };
    postRulesCheck: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rule: as text, such as `orders >= 3`, or as the data that `parsed` of an answer has. `docs/segments.md` has the grammar. */
                    rule: string | ({
                        kind: string;
                    } & {
                        [key: string]: unknown;
                    });
                    /** @description An id from an earlier answer of this API. */
                    model_id?: string;
                };
            };
        };
        responses: {
            /** @description The rule and who fits it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rule in text. */
                        rule: string;
                        /** @description The rule as data. */
                        parsed: {
                            kind: string;
                        } & {
                            [key: string]: unknown;
                        };
                        model_id: string;
                    } & {
                        /** @description How many fit the rule. */
                        customers: number;
                        /** @description Of so many it is not known, because what the rule asks of them is not: they are not counted in. */
                        unknown: number;
                        /** @description Their spend so far, in the file's currency. */
                        revenue: number;
                        /** @description What they are expected to spend. */
                        expected_spend: number;
                        /** @description So many of them a contact pays for. */
                        paying: number;
                        /** @description Expected gain of contacting those, on the tenant's terms. */
                        expected_gain: number;
                        /** @description Four in five outcomes should lie above. */
                        gain_low: number;
                        /** @description Four in five outcomes should lie below. */
                        gain_high: number;
                        /** @description What the rule names and the model does not know, such as a misspelled country; nobody has it. */
                        doubts: string[];
                    };
                };
            };
        };
    };
    getSavedSegments: {
        parameters: {
            query?: {
                /** @description An id from an earlier answer of this API. */
                model_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per segment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ({
                        saved_segment_id: string;
                        name: string;
                        /** @description In text. */
                        rule: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    } & {
                        /** @description The model; null if there is none yet. */
                        model_id: string | null;
                        figures: {
                            /** @description How many fit the rule. */
                            customers: number;
                            /** @description Of so many it is not known, because what the rule asks of them is not: they are not counted in. */
                            unknown: number;
                            /** @description Their spend so far, in the file's currency. */
                            revenue: number;
                            /** @description What they are expected to spend. */
                            expected_spend: number;
                            /** @description So many of them a contact pays for. */
                            paying: number;
                            /** @description Expected gain of contacting those, on the tenant's terms. */
                            expected_gain: number;
                            /** @description Four in five outcomes should lie above. */
                            gain_low: number;
                            /** @description Four in five outcomes should lie below. */
                            gain_high: number;
                            /** @description What the rule names and the model does not know, such as a misspelled country; nobody has it. */
                            doubts: string[];
                        } | null;
                        /** @description Why there are no figures: the model does not know what the rule asks. */
                        problem: string | null;
                    })[];
                };
            };
        };
    };
    postSavedSegments: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Another segment of the tenant may not have it, whatever the case of its letters. */
                    name: string;
                    /** @description The rule: as text, such as `orders >= 3`, or as the data that `parsed` of an answer has. `docs/segments.md` has the grammar. */
                    rule: string | ({
                        kind: string;
                    } & {
                        [key: string]: unknown;
                    });
                };
            };
        };
        responses: {
            /** @description It is saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved_segment_id: string;
                        name: string;
                        /** @description In text. */
                        rule: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    };
                };
            };
        };
    };
    getSavedSegmentsBySavedSegmentId: {
        parameters: {
            query?: {
                /** @description An id from an earlier answer of this API. */
                model_id?: string;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                saved_segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The segment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved_segment_id: string;
                        name: string;
                        /** @description In text. */
                        rule: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    } & {
                        /** @description The model; null if there is none yet. */
                        model_id: string | null;
                        figures: {
                            /** @description How many fit the rule. */
                            customers: number;
                            /** @description Of so many it is not known, because what the rule asks of them is not: they are not counted in. */
                            unknown: number;
                            /** @description Their spend so far, in the file's currency. */
                            revenue: number;
                            /** @description What they are expected to spend. */
                            expected_spend: number;
                            /** @description So many of them a contact pays for. */
                            paying: number;
                            /** @description Expected gain of contacting those, on the tenant's terms. */
                            expected_gain: number;
                            /** @description Four in five outcomes should lie above. */
                            gain_low: number;
                            /** @description Four in five outcomes should lie below. */
                            gain_high: number;
                            /** @description What the rule names and the model does not know, such as a misspelled country; nobody has it. */
                            doubts: string[];
                        } | null;
                        /** @description Why there are no figures: the model does not know what the rule asks. */
                        problem: string | null;
                    };
                };
            };
        };
    };
    deleteSavedSegmentsBySavedSegmentId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                saved_segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        saved_segment_id: string;
                    };
                };
            };
        };
    };
    patchSavedSegmentsBySavedSegmentId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                saved_segment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Another segment of the tenant may not have it, whatever the case of its letters. */
                    name?: string;
                    /** @description The rule: as text, such as `orders >= 3`, or as the data that `parsed` of an answer has. `docs/segments.md` has the grammar. */
                    rule?: string | ({
                        kind: string;
                    } & {
                        [key: string]: unknown;
                    });
                };
            };
        };
        responses: {
            /** @description It is changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved_segment_id: string;
                        name: string;
                        /** @description In text. */
                        rule: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    };
                };
            };
        };
    };
    getSavedSegmentsBySavedSegmentIdChanges: {
        parameters: {
            query?: {
                /** @description The later model; the default one unless you choose. */
                model_id?: string;
                /** @description The earlier model; unless you choose, the previous one of the same data set, or else of any. */
                earlier_model_id?: string;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                saved_segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved_segment_id: string;
                        model_id: string;
                        earlier_model_id: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        as_of: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        earlier_as_of: string | null;
                        /** @description In the segment now. */
                        customers: number;
                        customers_before: number;
                        /** @description In it now and not before. */
                        entries: number;
                        /** @description In it before and not now, and still customers of the model. */
                        exits: number;
                        /** @description In it before, and unknown to the model. */
                        gone: number;
                    };
                };
            };
        };
    };
    getSavedSegmentsBySavedSegmentIdChangesCsv: {
        parameters: {
            query: {
                /** @description The later model; the default one unless you choose. */
                model_id?: string;
                /** @description The earlier model; unless you choose, the previous one of the same data set, or else of any. */
                earlier_model_id?: string;
                /**
                 * @description Those who came, or those who left and are still customers of the model.
                 * @example entries
                 */
                which: "entries" | "exits";
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                saved_segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
        };
    };
    getDestinations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per destination. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"][];
                };
            };
        };
    };
    postDestinations: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    audience: components["schemas"]["Audience"];
                    /**
                     * @description A tool's own format, or a file for people and programs.
                     * @enum {string}
                     */
                    format: "klaviyo" | "mailchimp" | "brevo" | "hubspot" | "google_customer_match" | "meta_custom_audience" | "meta_value_audience" | "csv" | "xlsx" | "parquet";
                    /** @description Of `csv`, `xlsx` and `parquet`: these columns, in this order. */
                    columns?: string[];
                    /** @enum {string} */
                    delimiter?: "comma" | "semicolon" | "tab";
                    /** @description `attribute`: only customers whose yes/no attribute of this name says yes. `confirmed`: you confirm that all of them agreed. A tool's format needs one of the two. */
                    consent: {
                        attribute: string;
                    } | {
                        /** @constant */
                        confirmed: true;
                    } | null;
                    to: components["schemas"]["DestinationPlace"];
                    schedule: components["schemas"]["DestinationSchedule"];
                };
            };
        };
        responses: {
            /** @description It is added. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
        };
    };
    getDestinationsConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        kind: "sftp" | "s3" | "sheets" | "webhook";
                        /** @description The host, the bucket or the account. */
                        where: string;
                    }[];
                };
            };
        };
    };
    deleteDestinationsByDestinationId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                destination_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        destination_id: string;
                    };
                };
            };
        };
    };
    patchDestinationsByDestinationId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                destination_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    audience?: components["schemas"]["Audience"];
                    /**
                     * @description A tool's own format, or a file for people and programs.
                     * @enum {string}
                     */
                    format?: "klaviyo" | "mailchimp" | "brevo" | "hubspot" | "google_customer_match" | "meta_custom_audience" | "meta_value_audience" | "csv" | "xlsx" | "parquet";
                    /** @description Of `csv`, `xlsx` and `parquet`: these columns, in this order. */
                    columns?: string[];
                    /** @enum {string} */
                    delimiter?: "comma" | "semicolon" | "tab";
                    /** @description `attribute`: only customers whose yes/no attribute of this name says yes. `confirmed`: you confirm that all of them agreed. A tool's format needs one of the two. */
                    consent?: {
                        attribute: string;
                    } | {
                        /** @constant */
                        confirmed: true;
                    } | null;
                    to?: components["schemas"]["DestinationPlace"];
                    schedule?: components["schemas"]["DestinationSchedule"];
                };
            };
        };
        responses: {
            /** @description The destination as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
        };
    };
    postDestinationsByDestinationIdRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description An id from an earlier answer of this API. */
                destination_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "queued";
                        run_id: string;
                    };
                };
            };
        };
    };
    getDestinationsByDestinationIdRuns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                destination_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Part of the file's name, and the `webhook-id` of a message. */
                        run_id: string;
                        /** @enum {string} */
                        reason: "training" | "schedule" | "request";
                        /** @enum {string} */
                        state: "waiting" | "sent" | "failed";
                        model_id: string;
                        attempts: number;
                        /** @description How many were sent. */
                        customers: number | null;
                        /** @description How many were not, by reason: `no_consent`, `no_address`, `same_address`, `no_value`. */
                        left_out: {
                            [key: string]: number;
                        } | null;
                        /** @description The file, object, sheet, host or address. */
                        place: string | null;
                        /** @description Why the last try failed. */
                        error: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        next_at: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        ended_at: string | null;
                    }[];
                };
            };
        };
    };
    getDestinationsByDestinationIdRunsByRunIdFile: {
        parameters: {
            query?: {
                /** @description Part of a signed link. */
                tenant?: string;
                /** @description Part of a signed link: seconds since 1970. */
                expires?: number;
                /** @description Part of a signed link. */
                signature?: string;
            };
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                destination_id: string;
                /** @description An id from an earlier answer of this API. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    getQueue: {
        parameters: {
            query?: {
                /** @description The kind of job: train a model, score customers, test trainings at past dates, send a mail, erase a person or a tenant. */
                kind?: "training" | "prediction" | "backtest" | "email" | "erasure";
                /** @description `active` means queued or processing. */
                status?: "queued" | "processing" | "completed" | "failed" | "cancelled" | "active";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        queue_id: string;
                        /**
                         * @description The kind of job: train a model, score customers, test trainings at past dates, send a mail, erase a person or a tenant.
                         * @enum {string}
                         */
                        kind: "training" | "prediction" | "backtest" | "email" | "erasure";
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        payload: {
                            [key: string]: unknown;
                        };
                        result?: unknown;
                        error?: string;
                        progress?: {
                            stage: string;
                            /** @description Share of the whole job that is done. */
                            fraction: number;
                            message: string;
                        };
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    }[];
                };
            };
        };
    };
    postQueue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 letters, digits, `.`, `_`, `:` or `-`, and no `.` at the beginning. */
                    queue_id?: string;
                    /** @enum {string} */
                    kind: "training" | "prediction" | "backtest" | "email";
                    payload?: {
                        [key: string]: unknown;
                    };
                    /** @enum {string} */
                    status?: "queued" | "processing" | "completed" | "failed" | "cancelled";
                };
            };
        };
        responses: {
            /** @description The row is added. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        queue_id: string;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                    };
                };
            };
        };
    };
    patchQueueByQueueId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "queued" | "processing" | "completed" | "failed" | "cancelled";
                    result?: unknown;
                    error?: string;
                };
            };
        };
        responses: {
            /** @description It is changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
        };
    };
    postApiQueueEmail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    to_email: string;
                    subject: string;
                    html: string;
                    text: string;
                    metadata?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description The row is in the queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "queued";
                        queue_id: string;
                    };
                };
            };
        };
    };
    getApiInngest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The setup of this server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    putApiInngest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The functions are registered. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    postApiInngest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The function is done. The body is its result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A step is done, and more follow. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    getJobsByJobId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        queue_id: string;
                        /**
                         * @description The kind of job: train a model, score customers, test trainings at past dates, send a mail, erase a person or a tenant.
                         * @enum {string}
                         */
                        kind: "training" | "prediction" | "backtest" | "email" | "erasure";
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        payload: {
                            [key: string]: unknown;
                        };
                        result?: unknown;
                        error?: string;
                        progress?: {
                            stage: string;
                            /** @description Share of the whole job that is done. */
                            fraction: number;
                            message: string;
                        };
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                        job_id: string;
                        /** @description How many times it was started. */
                        attempt: number;
                        cancel_requested: boolean;
                    };
                };
            };
        };
    };
    postJobsByJobIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description An id from an earlier answer of this API. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled or was asked to stop. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "cancelled" | "requested";
                        job_id: string;
                    };
                };
            };
        };
    };
    getJobsByJobIdEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events so far and as they happen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    getNotifications: {
        parameters: {
            query?: {
                /** @description Entries at most; 100 by default. */
                limit?: number;
                /** @description Only those that nobody has read. */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per notification. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notification_id: string;
                        /** @description What it is about: `training`, `drift`, `schedule`, `webhook`, … */
                        kind: string;
                        /** @enum {string} */
                        tone: "good" | "warn" | "bad";
                        title: string;
                        text: string;
                        /** @description The page that shows more, a path. */
                        link: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        read_at: string | null;
                    }[];
                };
            };
        };
    };
    postNotificationsRead: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many were unread before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                        marked: number;
                    };
                };
            };
        };
    };
    postNotificationsByNotificationIdRead: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description An id from an earlier answer of this API. */
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
        };
    };
    getWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhook_id: string;
                        url: string;
                        /** @description Empty: everything. */
                        events: string[];
                        /**
                         * @description `standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.
                         * @enum {string}
                         */
                        format: "standard" | "slack";
                        enabled: boolean;
                        /** @description Why the server switched it off. */
                        disabled_reason: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        last_success_at: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        old_secret_until: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    postWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description https, port 443 or 8443, a public address. */
                    url: string;
                    /** @description The events it gets; left out or empty, all of them. `training.completed`: A training is done; `model_id` is the new model. `training.failed`: A training failed; `text` says why. `prediction.completed`: All customers were scored; `prediction_id` is the list. A prediction for one customer is not an event. `prediction.failed`: Scoring all customers failed; `text` says why. `backtest.completed`: A backtest is done. `backtest.failed`: A backtest failed; `text` says why. `email.failed`: A requested mail was not sent. `erasure.completed`: A person was erased. `erasure.failed`: An erasure is not done yet and must be requested again. `drift.detected`: A new file shows that customers have changed since the previous model. `segment.changed`: A training is done, and customers have come into a saved segment or left it since the model before; `entries`, `exits`, `customers` and `customers_before` count them. `schedule.missed`: A scheduled training was due, but there was no data set. `weekly.report`: The week's moves, in the words of the weekly mail; `week` is its Monday, `model_id` the model, `moves` names each with its customers and its expected gain. `destination.failed`: A list of customers did not reach `destination_id`; `text` says why. `alert.raised`: After a training, revenue, the share of leavers or a key account's silence is beyond its threshold; `alert` says which, beside `figure`, `threshold` and `as_of`. Once for each occurrence. `webhook.disabled`: The server switched off a webhook. */
                    events?: ("training.completed" | "training.failed" | "prediction.completed" | "prediction.failed" | "backtest.completed" | "backtest.failed" | "email.failed" | "erasure.completed" | "erasure.failed" | "drift.detected" | "segment.changed" | "schedule.missed" | "weekly.report" | "destination.failed" | "alert.raised" | "webhook.disabled")[];
                    /**
                     * @description `standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.
                     * @enum {string}
                     */
                    format?: "standard" | "slack";
                };
            };
        };
        responses: {
            /** @description It is added. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhook_id: string;
                        url: string;
                        /** @description Empty: everything. */
                        events: string[];
                        /**
                         * @description `standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.
                         * @enum {string}
                         */
                        format: "standard" | "slack";
                        enabled: boolean;
                        /** @description Why the server switched it off. */
                        disabled_reason: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        last_success_at: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        old_secret_until: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                    } & {
                        /** @description Signs every message. You only see it this once. */
                        secret: string;
                    };
                };
            };
        };
    };
    deleteWebhooksByWebhookId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        webhook_id: string;
                    };
                };
            };
        };
    };
    patchWebhooksByWebhookId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description https, port 443 or 8443, a public address. */
                    url?: string;
                    /** @description The events it gets; left out or empty, all of them. `training.completed`: A training is done; `model_id` is the new model. `training.failed`: A training failed; `text` says why. `prediction.completed`: All customers were scored; `prediction_id` is the list. A prediction for one customer is not an event. `prediction.failed`: Scoring all customers failed; `text` says why. `backtest.completed`: A backtest is done. `backtest.failed`: A backtest failed; `text` says why. `email.failed`: A requested mail was not sent. `erasure.completed`: A person was erased. `erasure.failed`: An erasure is not done yet and must be requested again. `drift.detected`: A new file shows that customers have changed since the previous model. `segment.changed`: A training is done, and customers have come into a saved segment or left it since the model before; `entries`, `exits`, `customers` and `customers_before` count them. `schedule.missed`: A scheduled training was due, but there was no data set. `weekly.report`: The week's moves, in the words of the weekly mail; `week` is its Monday, `model_id` the model, `moves` names each with its customers and its expected gain. `destination.failed`: A list of customers did not reach `destination_id`; `text` says why. `alert.raised`: After a training, revenue, the share of leavers or a key account's silence is beyond its threshold; `alert` says which, beside `figure`, `threshold` and `as_of`. Once for each occurrence. `webhook.disabled`: The server switched off a webhook. */
                    events?: ("training.completed" | "training.failed" | "prediction.completed" | "prediction.failed" | "backtest.completed" | "backtest.failed" | "email.failed" | "erasure.completed" | "erasure.failed" | "drift.detected" | "segment.changed" | "schedule.missed" | "weekly.report" | "destination.failed" | "alert.raised" | "webhook.disabled")[];
                    /**
                     * @description `standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.
                     * @enum {string}
                     */
                    format?: "standard" | "slack";
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhook_id: string;
                        url: string;
                        /** @description Empty: everything. */
                        events: string[];
                        /**
                         * @description `standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.
                         * @enum {string}
                         */
                        format: "standard" | "slack";
                        enabled: boolean;
                        /** @description Why the server switched it off. */
                        disabled_reason: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        last_success_at: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        old_secret_until: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                    };
                };
            };
        };
    };
    postWebhooksByWebhookIdSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description An id from an earlier answer of this API. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhook_id: string;
                        url: string;
                        /** @description Empty: everything. */
                        events: string[];
                        /**
                         * @description `standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.
                         * @enum {string}
                         */
                        format: "standard" | "slack";
                        enabled: boolean;
                        /** @description Why the server switched it off. */
                        disabled_reason: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        last_success_at: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        old_secret_until: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                    } & {
                        /** @description Signs every message. You only see it this once. */
                        secret: string;
                    };
                };
            };
        };
    };
    postWebhooksByWebhookIdTest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Repeating the request with the same key within 24 hours returns the first answer (`Idempotent-Replayed: true`), and nothing is done twice.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description An id from an earlier answer of this API. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "queued";
                        delivery_id: string;
                    };
                };
            };
        };
    };
    getWebhooksByWebhookIdDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id from an earlier answer of this API. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The `webhook-id` of the message, the same for every try. */
                        delivery_id: string;
                        event: string;
                        /** @enum {string} */
                        state: "waiting" | "sending" | "delivered" | "failed";
                        attempts: number;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        next_at: string | null;
                        last_error: string | null;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        created_at: string;
                        /**
                         * @description ISO 8601, UTC.
                         * @example 2011-12-10T08:00:00.000Z
                         */
                        updated_at: string;
                    }[];
                };
            };
        };
    };
    deleteCustomersByCustomerId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A customer's id as written in the file that the model was trained on. */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done, if you chose to wait. The body says what was removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "erased";
                        /** @description Proves whose data it was to anyone who has the id: the hash is HMAC-SHA256 of the id with the salt as the key. The id itself is not kept. */
                        customer: {
                            /** @constant */
                            algorithm: "HMAC-SHA256";
                            salt: string;
                            hash: string;
                        };
                        /** @description Rewritten files of all data sets. */
                        datasets: {
                            dataset_id: string;
                            file_id: string;
                            file_name: string;
                            /** @description Rows with the id, and rows of nobody else with an e-mail address that stands beside the id, or of an order of the person's. */
                            rows_removed: number;
                            /** @description The person's e-mail addresses in other customers' rows. */
                            addresses_removed: number;
                            /** @description Rows that may have been the person's. */
                            unreadable_rows_removed: number;
                            /** @description Everything in a workbook except the table that we read: other sheets, comments. */
                            unread_parts_removed: boolean;
                        }[];
                        /** @description Files that cannot be read, so that nothing proves they are free of the person's data. */
                        datasets_deleted: {
                            dataset_id: string;
                            file_id: string;
                            file_name: string;
                            reason: string;
                        }[];
                        models: {
                            model_id: string;
                            files_rewritten: string[];
                        }[];
                        batches_rewritten: number;
                        predictions_deleted: number;
                        /** @description Campaigns that the person was chosen for. */
                        campaign_places_deleted: number;
                        /** @description Segments whose rule named the person. */
                        saved_segments_deleted: number;
                        jobs_deleted: number;
                        /** @description Answers kept for an Idempotency-Key. */
                        stored_answers_deleted: number;
                        /** @description Left by processes that were killed while writing. */
                        leftover_files_deleted: number;
                        warnings: string[];
                    };
                };
            };
            /** @description It is queued or running. The job's result will be the proof. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "queued" | "processing";
                        job_id: string;
                        status_url: string;
                        events_url: string;
                        warnings: string[];
                    };
                };
            };
        };
    };
    getTenantsByTenantIdExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own tenant, the same as in `X-Tenant-Id`. */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": Blob;
                };
            };
        };
    };
    deleteTenantsByTenantId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own tenant, the same as in `X-Tenant-Id`. */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done, if you chose to wait. The body says what was removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "deleted";
                        tenant_id: string;
                        datasets: number;
                        models: number;
                        predictions: number;
                        campaigns: number;
                        jobs: number;
                        api_keys: number;
                        /** @description Answers kept for an Idempotency-Key. */
                        stored_answers: number;
                        files: number;
                        bytes: number;
                    };
                };
            };
            /** @description It is queued or running. The job's result will be the proof. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "queued" | "processing";
                        job_id: string;
                        status_url: string;
                        events_url: string;
                        warnings: string[];
                    };
                };
            };
        };
    };
}
