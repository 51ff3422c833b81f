// Made by scripts/types.mjs from /api/v1/openapi.json; not by hand. The shapes are in src/http/shapes.cpp.
export interface paths {
    readonly "/api/v1/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who is signed in, and as what */
        readonly get: operations["sessionGet"];
        /** Chooses the role to act in */
        readonly put: operations["sessionChoose"];
        /** Signs in */
        readonly post: operations["sessionOpen"];
        /** Signs out */
        readonly delete: operations["sessionClose"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Changes one's own password */
        readonly put: operations["passwordChange"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/totp": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** The first code: from now on signing in asks for one */
        readonly put: operations["totpConfirm"];
        /** A new secret for an authenticator; it counts once its first code is given */
        readonly post: operations["totpBegin"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/totp/drop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Signing in asks for no code any more */
        readonly post: operations["totpDrop"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/language": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Chooses the language */
        readonly put: operations["languageChoose"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/meta": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Programmes, record types, moves, indicators, as this role may use them */
        readonly get: operations["meta"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/meta/{programme}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One programme's descriptor */
        readonly get: operations["metaGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/orgs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Orgs by parent, level or name */
        readonly get: operations["orgList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/today": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What must be done, soonest first */
        readonly get: operations["today"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/overdue": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What is past its day, and which office has it */
        readonly get: operations["overdueList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sent": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What her own account sent last, and who has it now */
        readonly get: operations["sentList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/moved": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What people of her range did since a day */
        readonly get: operations["movedList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** People, records and orgs by name, pinyin, initials */
        readonly get: operations["search"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What changed in the county after a place in its journal */
        readonly get: operations["changes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/records/{type}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A list of records */
        readonly get: operations["recordList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/records/{type}/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One record with its history, tasks, lines and money */
        readonly get: operations["recordGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/records/{type}/{id}/reveal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Shows a protected field; the look is journaled */
        readonly post: operations["fieldReveal"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/commands": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** One command, or several, each for itself */
        readonly post: operations["commandSend"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/inbox/read": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** All read */
        readonly post: operations["inboxRead"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/files": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A photo or paper */
        readonly post: operations["fileSend"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/files/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A photo or paper */
        readonly get: operations["fileGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Live events: something changed in the county */
        readonly get: operations["events"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/funds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Funds with their balances */
        readonly get: operations["fundList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/ledger/{fund}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A fund's postings, newest first */
        readonly get: operations["ledgerList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/ledger/{fund}/balances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a fund holds for each that it keeps money for */
        readonly get: operations["ledgerBalances"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/ledger/{fund}/follow/{posting}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where a yuan went, or came from */
        readonly get: operations["ledgerFollow"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/figures": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Live figures with receipts */
        readonly get: operations["figureList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/figures/{name}/records": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The records that a figure counts */
        readonly get: operations["figureRecords"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** An office's reports, newest periods first, and those that will compile themselves */
        readonly get: operations["reportList"];
        readonly put?: never;
        /** Compiles and freezes a report */
        readonly post: operations["reportCompile"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A compiled report */
        readonly get: operations["reportGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/figures/{n}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A frozen figure: receipt, drift, and the records it counted */
        readonly get: operations["reportFigure"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/paragraphs/{key}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** A paragraph between the figures */
        readonly put: operations["paragraphWrite"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/finalise": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** No more changes */
        readonly post: operations["reportFinalise"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/word": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The report as a Word file */
        readonly get: operations["reportWord"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/excel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The report as an Excel file: its text with its tables, and all its figures */
        readonly get: operations["reportExcel"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/pdf": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The report as a PDF, where the server has LibreOffice */
        readonly get: operations["reportPdf"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/drift": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which of its figures late or corrected records would change */
        readonly get: operations["reportDrift"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/reports/{id}/again": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A new version with the figures of now, beside the old one */
        readonly post: operations["reportAgain"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/burden": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the packs ask of whom: fields, taps, minutes a month, over the last twelve months */
        readonly get: operations["burdenGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/targets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Plan against actual of a year, of the figures she may read */
        readonly get: operations["targetList"];
        /** Sets a target, or takes it away */
        readonly put: operations["targetSet"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/coverage/{indicator}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who of the whole was reached, and who was missed */
        readonly get: operations["coverageGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/agreement/{type}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How far second sheets agree with the first, by criterion */
        readonly get: operations["agreementTotals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/agreement/{type}/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A second sheet beside the first, line by line */
        readonly get: operations["agreementGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/matches/{match}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The pairs that serve all best, and why each */
        readonly get: operations["matchPropose"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/prints/{print}/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A paper of a record, for the page that prints it */
        readonly get: operations["printGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/prints/{print}/{id}/word": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The paper as a Word file */
        readonly get: operations["printWord"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/prints/{print}/{id}/pdf": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The paper as a PDF, where the server has LibreOffice */
        readonly get: operations["printPdf"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/records/{type}/{id}/desk/{roster}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A record's roster for a desk: names with pinyin, stages, groups */
        readonly get: operations["deskGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/records/{type}/{id}/desk/{roster}/tail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Whose protected number on a roster ends so; the look is journaled */
        readonly post: operations["deskTail"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sheets/{type}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A list as a sheet; empty=1: one to fill */
        readonly get: operations["sheetGet"];
        readonly put?: never;
        /** Takes a filled sheet in: good rows in, bad rows back */
        readonly post: operations["sheetSend"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/marked-sheets/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The bad rows of a sheet, marked */
        readonly get: operations["markedSheetGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/forms/plan": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What the headings of another office's form stand for */
        readonly post: operations["formPlan"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/forms/fill": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The form filled, and of each cell where it came from or why it is empty */
        readonly post: operations["formFill"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/forms/meanings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a heading may be said to mean: fields of a type, figures */
        readonly get: operations["formMeanings"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/imports/{type}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A filled sheet, to be tried and then taken in */
        readonly post: operations["importBegin"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Her own long pieces of work, the newest first */
        readonly get: operations["jobList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How far it is */
        readonly get: operations["jobGet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs/{id}/go": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What was tried is done */
        readonly post: operations["jobGo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** It ends where it is; what was taken in stays */
        readonly post: operations["jobCancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs/{id}/bad": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The first cells or elements that were refused, and how many there are */
        readonly get: operations["jobBad"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs/{id}/doubles": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who may be there twice */
        readonly get: operations["jobDoubles"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/jobs/{id}/bad-rows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The rows that were refused, as a sheet with the reasons */
        readonly get: operations["jobBadRows"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/public/needs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What sponsors may choose from, without names */
        readonly get: operations["needList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/public/notices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What is posted in public now, and results */
        readonly get: operations["noticeList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/public/commands": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A stranger's offer for a need */
        readonly post: operations["offerSend"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/public/requests": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a stranger may ask for, and of which county's office */
        readonly get: operations["requestForms"];
        readonly put?: never;
        /** A stranger asks for help; the code opens the answer */
        readonly post: operations["requestSend"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/public/replies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The answer to a request, by its code; null where there is none yet, or no such code */
        readonly post: operations["replyRead"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/calendar/{year}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Days off and shifted working days of a year */
        readonly get: operations["calendarYear"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Accounts with a role within the administrator's range, and those without any */
        readonly get: operations["accountList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/handovers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Offices that she handed over, took over, or moved as an administrator */
        readonly get: operations["officeHandovers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/handovers/{handover}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What went with an office, and what could not */
        readonly get: operations["officeHandover"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/contacts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whom she calls: her office, those above and their partners, with the lines that they have published */
        readonly get: operations["contactList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/office": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What she would hand over if she left the office that she acts in */
        readonly get: operations["officeWork"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit/hours": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Moves by hour of the day, and those outside working hours or on days off */
        readonly get: operations["auditHours"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit/looks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who looked at protected fields, and whose */
        readonly get: operations["auditLooks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit/journal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How the county's journal was found when it was last recomputed */
        readonly get: operations["auditJournal"];
        readonly put?: never;
        /** Recomputes the county's journal and all that hangs on it, and keeps what was found */
        readonly post: operations["auditVerify"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/records/{type}/{id}/looks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who has looked at a record, or at its protected fields */
        readonly get: operations["recordLooks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/glass": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A county's chair opens a secret record by its code, or what refers to a person or household, for half an hour, with a reason; it is journaled, and those who may read it are told */
        readonly post: operations["glassBreak"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document */
        readonly get: operations["openapi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Problem: {
            readonly code: string;
            readonly path: string;
            readonly args?: {
                readonly [key: string]: string;
            };
            readonly message?: string;
        };
        readonly ProblemDetails: {
            readonly type: string;
            readonly title?: string;
            readonly detail?: string;
            readonly status: number;
            readonly code: string;
            readonly problems?: readonly components["schemas"]["Problem"][];
        };
        readonly Done: {
            /** @constant */
            readonly ok: true;
        };
        readonly OpenApi: {
            readonly [key: string]: unknown;
        };
        readonly SignIn: {
            readonly login: string;
            readonly password: string;
            readonly code?: string;
        };
        readonly Account: {
            readonly id: string;
            readonly login: string;
            readonly name: string;
            readonly language: string;
            readonly must_change: boolean;
            readonly second_factor: boolean;
        };
        readonly Role: {
            readonly grant: string;
            readonly org: number;
            readonly org_name: string;
            readonly level: string;
            readonly role: string;
            readonly role_title: string;
            readonly open_tasks: number;
        };
        readonly Session: {
            readonly account: components["schemas"]["Account"];
            readonly roles: readonly components["schemas"]["Role"][];
            readonly role: components["schemas"]["Role"] | null;
            readonly token?: string;
        };
        readonly RoleChoice: {
            readonly grant: string;
        };
        readonly PasswordChange: {
            readonly old: string;
            readonly new: string;
            readonly code?: string;
        };
        readonly OwnPassword: {
            readonly password: string;
            readonly code?: string;
        };
        readonly TotpSecret: {
            readonly secret: string;
            readonly uri: string;
        };
        readonly TotpCode: {
            readonly code: string;
        };
        readonly HeldGrant: {
            readonly grant: string;
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
            readonly from: string | null;
            readonly until: string | null;
            readonly now: boolean;
        };
        readonly HeldAccount: {
            readonly login: string;
            readonly name: string;
            readonly disabled: boolean;
            readonly locked: boolean;
            readonly must_change: boolean;
            readonly second_factor: boolean;
            readonly mine: boolean;
            readonly grants: readonly components["schemas"]["HeldGrant"][];
        };
        readonly RoleName: {
            readonly id: string;
            readonly title: string;
        };
        readonly Accounts: {
            readonly accounts: readonly components["schemas"]["HeldAccount"][];
            readonly roles: readonly components["schemas"]["RoleName"][];
        };
        readonly OfficeCount: {
            /** @enum {string} */
            readonly kind: "approval" | "task" | "draft" | "followed" | "job";
            readonly why: string | null;
            readonly n: number;
        };
        readonly OfficeItem: {
            /** @enum {string} */
            readonly kind: "approval" | "task" | "draft" | "followed" | "job";
            readonly type: string;
            readonly type_title: string;
            readonly record: string | null;
            readonly label: string;
            readonly org_name: string;
            readonly move: string;
            readonly title: string;
            readonly since: string;
            readonly due: string | null;
            readonly late: boolean;
            readonly why: string | null;
        };
        readonly Office: {
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
        };
        readonly OfficeDesk: {
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
            readonly counts: readonly components["schemas"]["OfficeCount"][];
            readonly items: readonly components["schemas"]["OfficeItem"][];
        };
        readonly HandedOffice: {
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
            readonly counts: readonly components["schemas"]["OfficeCount"][];
            readonly items: readonly components["schemas"]["OfficeItem"][];
            readonly had: boolean;
        };
        readonly OfficeHandoverBrief: {
            readonly id: string;
            /** @enum {string} */
            readonly part: "from" | "to" | "by";
            readonly day: string;
            readonly at: string;
            readonly from: {
                readonly login: string;
                readonly name: string;
            };
            readonly to: {
                readonly login: string;
                readonly name: string;
            };
            readonly by_name: string;
            readonly offices: readonly components["schemas"]["Office"][];
        };
        readonly OfficeHandovers: {
            readonly handovers: readonly components["schemas"]["OfficeHandoverBrief"][];
        };
        readonly OfficeHandover: {
            readonly id: string;
            /** @enum {string} */
            readonly part: "from" | "to" | "by";
            readonly day: string;
            readonly at: string;
            readonly from: {
                readonly login: string;
                readonly name: string;
            };
            readonly to: {
                readonly login: string;
                readonly name: string;
            };
            readonly by_name: string;
            readonly offices: readonly components["schemas"]["HandedOffice"][];
        };
        readonly LanguageChoice: {
            /** @enum {string} */
            readonly language: "zh" | "en";
        };
        readonly Scalar: null | boolean | number | string;
        readonly Tally: {
            readonly value: number | string;
            /** @enum {string} */
            readonly sureness: "exact" | "at_least" | "about";
        };
        readonly Consent: {
            readonly given: boolean;
            readonly on: string;
            readonly by?: string | null;
            readonly until?: string | null;
        };
        readonly Masked: {
            /** @constant */
            readonly masked: true;
        };
        readonly Hidden: {
            /** @constant */
            readonly hidden: true;
        };
        readonly FieldValue: components["schemas"]["Scalar"] | readonly string[] | components["schemas"]["Tally"] | components["schemas"]["Consent"] | components["schemas"]["Masked"] | components["schemas"]["Hidden"];
        readonly Values: {
            readonly [key: string]: components["schemas"]["FieldValue"];
        };
        readonly SentValue: components["schemas"]["Scalar"] | readonly string[] | components["schemas"]["Tally"] | components["schemas"]["Consent"] | readonly {
            readonly [key: string]: components["schemas"]["SentValue"];
        }[];
        readonly SentValues: {
            readonly [key: string]: components["schemas"]["SentValue"];
        };
        /** @enum {string} */
        readonly Op: "literal" | "name" | "member" | "index" | "list" | "not" | "negate" | "or" | "and" | "equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal" | "in" | "add" | "subtract" | "multiply" | "divide" | "modulo" | "condition" | "call" | "method" | "macro" | "element" | "convert";
        /** @enum {string} */
        readonly How: "variable" | "field" | "system" | "reached" | "level" | "back" | "part" | "scope";
        readonly Tree: {
            readonly op: components["schemas"]["Op"];
            readonly type: string;
            readonly value?: string | number | boolean;
            readonly how?: components["schemas"]["How"];
            readonly key?: string;
            readonly record?: string;
            readonly function?: string;
            readonly slot?: number;
            readonly args?: readonly components["schemas"]["Tree"][];
        };
        readonly Code: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly offered: boolean;
        };
        readonly Titled: {
            readonly id: string;
            readonly title: string;
            readonly title_en?: string;
        };
        /** @enum {string} */
        readonly FieldKind: "text" | "note" | "int" | "decimal" | "money" | "date" | "time" | "flag" | "choice" | "choices" | "ref" | "file" | "tally" | "consent";
        readonly Field: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly kind: components["schemas"]["FieldKind"];
            readonly required: boolean;
            readonly private: boolean;
            readonly sealed: boolean;
            readonly computed: boolean;
            readonly on_reading: boolean;
            readonly gone: boolean;
            readonly part_of: boolean;
            readonly required_when?: components["schemas"]["Tree"] | null;
            readonly check?: components["schemas"]["Tree"] | null;
            readonly message?: string;
            readonly message_en?: string;
            readonly default?: components["schemas"]["Tree"] | null;
            readonly is?: components["schemas"]["Tree"] | null;
            readonly min?: string;
            readonly max?: string;
            readonly unit?: string;
            readonly help?: string;
            readonly help_en?: string;
            readonly to?: string;
            readonly codes?: readonly components["schemas"]["Code"][];
            readonly many?: boolean;
            readonly image?: boolean;
        };
        readonly Stage: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly final: boolean;
        };
        readonly Move: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly from: readonly string[];
            readonly to: string;
            readonly asks: readonly string[];
            readonly forward: boolean;
            readonly money: boolean;
            readonly by_person: boolean;
            readonly each: boolean;
        };
        readonly Back: {
            readonly name: string;
            readonly type: string;
            readonly field: string;
            readonly title: string;
        };
        readonly Group: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly fields: readonly string[];
            readonly when: components["schemas"]["Tree"] | null;
        };
        readonly DeskLook: {
            readonly of: string;
            readonly moves: readonly string[];
            readonly back: string | null;
        };
        readonly CountLook: {
            readonly lines: string;
            readonly value: string;
            readonly total: string;
            readonly spoilt: readonly string[];
            readonly most: string | null;
        };
        readonly BoardLook: {
            readonly figures: readonly string[];
            readonly of: string;
            readonly value: string;
            readonly badge: string | null;
            readonly parts: string | null;
            readonly settled: string | null;
        };
        readonly Look: {
            readonly desk?: components["schemas"]["DeskLook"];
            readonly count?: components["schemas"]["CountLook"];
            readonly board?: components["schemas"]["BoardLook"];
            readonly icon: string;
            readonly tone: string;
            readonly sort: string;
            readonly group: string;
            readonly first: string;
            readonly card: readonly string[];
            readonly list: readonly string[];
            readonly quick: readonly string[];
            readonly views: readonly components["schemas"]["Titled"][];
            readonly groups: readonly components["schemas"]["Group"][];
            readonly missed?: string;
        };
        readonly RecordType: {
            readonly name: string;
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            /** @enum {string} */
            readonly class: "public" | "internal" | "sensitive" | "secret";
            readonly staged: boolean;
            readonly stages: readonly components["schemas"]["Stage"][];
            readonly fields: readonly components["schemas"]["Field"][];
            readonly moves: readonly components["schemas"]["Move"][];
            readonly lines: readonly components["schemas"]["Back"][];
            readonly backs: readonly components["schemas"]["Back"][];
            readonly key: readonly string[];
            readonly part_of: string | null;
            readonly label: string | null;
            readonly date: string | null;
            readonly may_enter: boolean;
            readonly may_read: boolean;
            readonly look: components["schemas"]["Look"];
            readonly rubric?: components["schemas"]["Rubric"];
            readonly blind?: string;
        };
        readonly Level: {
            readonly points: string;
            readonly title: string;
            readonly title_en: string;
        };
        readonly Criterion: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly points: string;
            readonly levels: readonly components["schemas"]["Level"][];
            readonly veto: boolean;
            readonly computed: boolean;
            readonly evidence: string | null;
        };
        readonly Rubric: {
            readonly name: string;
            readonly title: string;
            readonly title_en: string;
            readonly date: components["schemas"]["Tree"] | null;
            readonly hands_in: readonly string[];
            readonly first_sheet: string | null;
            readonly versions: readonly {
                readonly year: number;
                readonly criteria: readonly components["schemas"]["Criterion"][];
                readonly grades: readonly {
                    readonly id: string;
                    readonly from: string;
                }[];
            }[];
        };
        readonly Dimension: {
            readonly path: string;
            readonly codes: readonly components["schemas"]["Code"][];
        };
        readonly IndicatorBrief: {
            readonly name: string;
            readonly title: string;
            readonly title_en: string;
            readonly unit: string;
            readonly among?: string;
            readonly by: readonly components["schemas"]["Dimension"][];
        };
        readonly FundBrief: {
            readonly name: string;
            readonly title: string;
            readonly title_en: string;
            readonly purpose: string;
        };
        readonly Param: {
            readonly id: string;
            readonly title: string;
            readonly type: string;
        };
        readonly ReportKind: {
            readonly name: string;
            readonly title: string;
            readonly title_en: string;
            readonly levels: readonly string[];
            readonly period: string;
            readonly itself: boolean;
            readonly params: readonly components["schemas"]["Param"][];
        };
        readonly Programme: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
            readonly edition: number;
            readonly records: readonly components["schemas"]["RecordType"][];
            readonly indicators: readonly components["schemas"]["IndicatorBrief"][];
            readonly funds: readonly components["schemas"]["FundBrief"][];
            readonly reports: readonly components["schemas"]["ReportKind"][];
            readonly matches: readonly components["schemas"]["MatchBrief"][];
        };
        readonly MatchTerm: {
            readonly id: string;
            readonly title: string;
            readonly title_en: string;
        };
        readonly MatchBrief: {
            readonly name: string;
            readonly title: string;
            readonly title_en: string;
            readonly left: string;
            readonly right: string;
            readonly makes: string;
            readonly terms: readonly components["schemas"]["MatchTerm"][];
        };
        readonly Descriptors: {
            readonly hash: string;
            readonly org: number;
            readonly org_name: string;
            readonly level: string;
            readonly role: string;
            readonly glass: boolean;
            readonly roles: {
                readonly [key: string]: string;
            };
            readonly programmes: readonly components["schemas"]["Programme"][];
        };
        readonly Org: {
            readonly id: number;
            readonly name: string;
            readonly level: string;
            readonly kind: string;
            readonly code: string;
            readonly parent: number;
        };
        readonly Orgs: {
            readonly orgs: readonly components["schemas"]["Org"][];
        };
        readonly MayMove: {
            readonly move: string;
            readonly title: string;
            readonly ok: boolean;
            readonly why?: string;
            readonly message?: string;
            readonly message_en?: string;
            readonly until?: string;
        };
        readonly Holder: {
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
            readonly move: string;
            readonly since: string;
            readonly due: string | null;
            readonly days_left?: number;
            readonly late: boolean;
        };
        readonly Row: {
            readonly record: string;
            readonly type: string;
            readonly version: number;
            readonly org: number;
            readonly org_name: string;
            readonly stage: string | null;
            readonly entered: string;
            readonly moved: string;
            /** @constant */
            readonly struck?: true;
            readonly label: string;
            readonly values: components["schemas"]["Values"];
            readonly labels: {
                readonly [key: string]: string;
            };
            readonly may: readonly components["schemas"]["MayMove"][];
            readonly holder: components["schemas"]["Holder"] | null;
        };
        readonly List: {
            readonly type: string;
            readonly rows: readonly components["schemas"]["Row"][];
            readonly cursor: string | null;
            readonly count?: number;
            readonly facets?: {
                readonly [key: string]: {
                    readonly [key: string]: number;
                };
            };
        };
        readonly BackCount: {
            readonly name: string;
            readonly type: string;
            readonly field: string;
            readonly title: string;
            readonly count: number;
        };
        readonly TimelineEntry: {
            readonly place: number;
            readonly at: string;
            readonly day: string;
            readonly move: string;
            readonly title: string;
            readonly by: string;
            readonly org_name: string;
            readonly role_title: string;
            readonly by_effect: boolean;
            readonly to: string | null;
            readonly fields?: readonly string[];
            readonly handover?: components["schemas"]["HandedOver"];
            readonly county?: number;
        };
        readonly HandedOver: {
            readonly from: number;
            readonly from_name: string;
            readonly to: number;
            readonly to_name: string;
            readonly reason: string;
        };
        readonly HandOver: {
            readonly level: string;
            readonly kind: string;
            readonly within: number | null;
            readonly only: number | null;
            readonly only_name: string | null;
            readonly away: boolean;
        };
        readonly HandoverWaits: {
            readonly id: string;
            readonly to_name: string;
            readonly to_county: string;
            readonly day: string;
            readonly proposed: string;
            readonly reason: string;
            readonly may_withdraw: boolean;
        };
        readonly CountyHandover: {
            readonly id: string;
            /** @enum {string} */
            readonly side: "in" | "out";
            readonly type: string;
            readonly type_title: string;
            readonly record: string | null;
            readonly label: string;
            readonly secret: boolean;
            readonly from_name: string;
            readonly from_county: string;
            readonly to: number;
            readonly to_name: string;
            readonly to_county: string;
            readonly day: string;
            readonly reason: string;
            /** @enum {string} */
            readonly state: "waits" | "accepted" | "refused" | "withdrawn";
            readonly proposed: string;
            readonly answered: string | null;
            readonly answer: string;
            readonly choose: boolean;
            readonly level: string;
            readonly within: number;
        };
        readonly RecordTask: {
            readonly move: string;
            readonly title: string;
            readonly org_name: string;
            readonly role_title: string;
            readonly since: string;
            readonly due: string | null;
            readonly closed: string | null;
            readonly late: boolean;
        };
        readonly Print: {
            readonly print: string;
            readonly title: string;
        };
        readonly Party: {
            /** @enum {string} */
            readonly kind: "fund" | "org" | "record";
            readonly label: string;
            readonly fund?: string;
            readonly org?: number;
            readonly type?: string;
            readonly record?: string;
        };
        readonly Purpose: {
            readonly type: string;
            readonly record: string;
            readonly label: string;
        };
        readonly Posting: {
            readonly id: string;
            readonly day: string;
            readonly kind: string;
            readonly amount: string;
            readonly place: number;
            readonly from: components["schemas"]["Party"];
            readonly to: components["schemas"]["Party"];
            readonly type: string;
            readonly record: string;
            readonly record_label: string;
            readonly type_title: string;
            readonly move: string;
            readonly title: string;
            readonly purpose: components["schemas"]["Purpose"] | null;
            readonly common: boolean;
            readonly of: string;
            readonly signed?: readonly components["schemas"]["SignedStep"][];
            readonly people?: number;
        };
        readonly PostedNotice: {
            readonly record: string;
            readonly starts: string;
            readonly ends: string;
            readonly open_objections: number;
            readonly taken_down: boolean;
        };
        readonly Record: {
            readonly record: string;
            readonly type: string;
            readonly version: number;
            readonly org: number;
            readonly org_name: string;
            readonly stage: string | null;
            readonly entered: string;
            readonly moved: string;
            /** @constant */
            readonly struck?: true;
            readonly label: string;
            readonly values: components["schemas"]["Values"];
            readonly labels: {
                readonly [key: string]: string;
            };
            readonly may: readonly components["schemas"]["MayMove"][];
            readonly holder: components["schemas"]["Holder"] | null;
            readonly notice?: components["schemas"]["PostedNotice"];
            readonly secret_code?: string;
            readonly title: string;
            readonly can_score?: boolean;
            readonly rubric_year?: number;
            readonly can_edit: boolean;
            readonly can_strike: boolean;
            readonly hand_over: components["schemas"]["HandOver"] | null;
            readonly handover_waits: components["schemas"]["HandoverWaits"] | null;
            readonly lines: {
                readonly [key: string]: readonly components["schemas"]["Row"][];
            };
            readonly backs: readonly components["schemas"]["BackCount"][];
            readonly timeline: readonly components["schemas"]["TimelineEntry"][];
            readonly tasks: readonly components["schemas"]["RecordTask"][];
            readonly money: readonly components["schemas"]["Posting"][];
            readonly prints: readonly components["schemas"]["Print"][];
            readonly place: number;
            readonly county: number;
        };
        readonly Reveal: {
            readonly field: string;
            readonly reason?: string;
        };
        readonly Revealed: {
            readonly value: components["schemas"]["FieldValue"];
        };
        readonly LookedAt: {
            readonly at: string;
            readonly by: string;
            readonly org_name: string;
            readonly role_title: string;
            /** @enum {string} */
            readonly how: "page" | "list" | "sheet" | "print" | "file" | "reveal" | "rows" | "glass";
            readonly field: string;
            readonly reason: string;
        };
        readonly RecordLooks: {
            readonly looks: readonly components["schemas"]["LookedAt"][];
        };
        readonly Glass: {
            readonly code?: string;
            readonly type?: string;
            readonly record?: string;
            readonly reason: string;
        };
        readonly GlassRow: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly org_name: string;
        };
        readonly GlassOpened: {
            readonly until: string;
            readonly rows: readonly components["schemas"]["GlassRow"][];
        };
        readonly Change: {
            readonly place: number;
            readonly type: string;
            readonly record: string;
            readonly version: number;
            readonly at: string;
        };
        readonly Changes: {
            readonly county: number;
            readonly place: number;
            readonly more: boolean;
            readonly changes: readonly components["schemas"]["Change"][];
        };
        readonly CommandItem: {
            readonly record: string;
            readonly base?: number;
            readonly org?: number;
            readonly values?: components["schemas"]["SentValues"];
            readonly saw?: components["schemas"]["SentValues"];
        };
        readonly Step: {
            readonly type: string;
            readonly move: string;
            readonly record?: string;
            readonly records?: readonly components["schemas"]["CommandItem"][];
            readonly org?: number | string;
            readonly day?: string;
            readonly reason?: string;
            readonly base?: number;
            readonly values?: components["schemas"]["SentValues"];
            readonly saw?: components["schemas"]["SentValues"];
        };
        readonly Command: {
            /** Format: uuid */
            readonly id: string;
            readonly type: string;
            readonly move: string;
            readonly record?: string;
            readonly records?: readonly components["schemas"]["CommandItem"][];
            readonly org?: number | string;
            readonly day?: string;
            readonly reason?: string;
            readonly base?: number;
            readonly values?: components["schemas"]["SentValues"];
            readonly saw?: components["schemas"]["SentValues"];
            readonly county?: number;
            readonly dry_run?: boolean;
        };
        readonly HandoverAnswer: {
            /** Format: uuid */
            readonly id: string;
            /** @constant */
            readonly type: "handover";
            /** @enum {string} */
            readonly move: "accept" | "refuse" | "withdraw";
            readonly handover: string;
            readonly org?: number | string;
            readonly day?: string;
            readonly reason?: string;
            readonly county?: number;
            readonly dry_run?: boolean;
        };
        readonly AnsweredHandover: {
            readonly id: string;
            readonly record: string | null;
            /** @enum {string} */
            readonly state: "waits" | "accepted" | "refused" | "withdrawn";
            readonly to: number;
        };
        readonly Steps: {
            /** Format: uuid */
            readonly id: string;
            readonly steps: readonly components["schemas"]["Step"][];
            readonly day?: string;
            readonly dry_run?: boolean;
        };
        readonly OrgCommand: {
            readonly id: string;
            /** @constant */
            readonly type: "org";
            /** @enum {string} */
            readonly move: "rename" | "recode" | "merge" | "split" | "move" | "open" | "close";
            readonly org: number | string;
            readonly into?: number | string;
            readonly name?: string;
            readonly code?: string;
            readonly level?: string;
            readonly kind?: string;
            readonly day?: string;
            readonly parts?: readonly components["schemas"]["OrgPart"][];
        };
        readonly OrgPart: {
            readonly code: string;
            readonly name: string;
        };
        readonly CalendarCommand: {
            readonly id: string;
            /** @constant */
            readonly type: "calendar";
            /** @constant */
            readonly move: "set";
            readonly year: number;
            readonly days: readonly components["schemas"]["CalendarDay"][];
        };
        readonly AccountCommand: {
            readonly id: string;
            /** @constant */
            readonly type: "account";
            /** @enum {string} */
            readonly move: "open" | "grant" | "revoke" | "disable" | "enable" | "unlock" | "no_totp" | "password" | "person" | "hand_over";
            readonly login: string;
            readonly to?: string;
            readonly grants?: readonly string[];
            readonly dry_run?: boolean;
            readonly person?: string;
            readonly name?: string;
            readonly password?: string;
            readonly org?: number | string;
            readonly role?: string;
            readonly grant?: string;
            readonly from?: string;
            readonly until?: string;
        };
        readonly Sent: components["schemas"]["Command"] | components["schemas"]["HandoverAnswer"] | components["schemas"]["Steps"] | components["schemas"]["OrgCommand"] | components["schemas"]["AccountCommand"] | components["schemas"]["CalendarCommand"] | {
            readonly commands: readonly (components["schemas"]["Command"] | components["schemas"]["Steps"])[];
        };
        readonly Moved: {
            readonly type: string;
            readonly record: string;
            readonly version: number;
            readonly stage: string | null;
            /** @constant */
            readonly struck?: true;
            readonly org?: number;
            readonly from_org?: number;
            readonly points?: components["schemas"]["FieldValue"];
            readonly grade?: components["schemas"]["FieldValue"];
            readonly vetoed?: components["schemas"]["FieldValue"];
        };
        readonly CommandAnswer: {
            readonly id: string;
            /** @constant */
            readonly ok: true;
            readonly county: number;
            readonly place: number;
            /** @constant */
            readonly dry_run?: true;
            readonly changed: number;
            readonly records: readonly components["schemas"]["Moved"][];
            readonly handovers?: readonly components["schemas"]["AnsweredHandover"][];
        };
        readonly Refusal: {
            readonly id: string;
            readonly ok: boolean;
            readonly problems: readonly components["schemas"]["Problem"][];
        };
        readonly Answered: components["schemas"]["CommandAnswer"] | {
            readonly id: string;
            /** @constant */
            readonly ok: true;
        } | {
            readonly id: string;
            /** @constant */
            readonly ok: true;
            /** @constant */
            readonly dry_run: true;
            readonly offices: readonly components["schemas"]["HandedOffice"][];
        } | {
            readonly answers: readonly (components["schemas"]["CommandAnswer"] | components["schemas"]["Refusal"])[];
        };
        readonly FileSent: {
            readonly id: string;
        };
        readonly Task: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly move: string;
            readonly title: string;
            readonly org: number;
            readonly org_name: string;
            readonly since: string;
            readonly due: string | null;
            readonly days_left: number | null;
            readonly late: boolean;
            readonly ok: boolean;
            readonly why?: string;
            readonly before: components["schemas"]["MadeBefore"] | null;
        };
        readonly MadeBefore: {
            readonly move: string;
            readonly title: string;
            readonly by: string;
            readonly org_name: string;
            readonly role_title: string;
            readonly day: string;
        };
        readonly Waiting: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly move: string;
            readonly title: string;
            readonly org: number;
            readonly org_name: string;
            readonly since: string;
            readonly due: string | null;
            readonly days_left: number | null;
            readonly late: boolean;
            readonly holder_org_name: string;
            readonly holder_role_title: string;
        };
        readonly InboxItem: {
            readonly id: string;
            readonly text: string;
            readonly text_en: string;
            readonly type: string;
            readonly record: string;
            readonly at: string;
            readonly read: boolean;
        };
        readonly Counts: {
            readonly tasks: number;
            readonly late: number;
            readonly waiting: number;
        };
        readonly TakenOver: {
            readonly id: string;
            readonly from_name: string;
            readonly day: string;
        };
        readonly Today: {
            readonly day: string;
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
            readonly calendar_missing: boolean;
            readonly taken_over: readonly components["schemas"]["TakenOver"][];
            readonly handovers: readonly components["schemas"]["CountyHandover"][];
            readonly counts: components["schemas"]["Counts"];
            readonly tasks: readonly components["schemas"]["Task"][];
            readonly waiting: readonly components["schemas"]["Waiting"][];
            readonly inbox: readonly components["schemas"]["InboxItem"][];
        };
        readonly OverdueRow: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly org: number;
            readonly org_name: string;
            readonly move: string;
            readonly title: string;
            readonly holder_org: number;
            readonly holder_org_name: string;
            readonly holder_role_title: string;
            readonly since: string;
            readonly due: string;
            readonly days_late: number;
        };
        readonly OverdueOffice: {
            readonly org: number;
            readonly org_name: string;
            readonly role: string;
            readonly role_title: string;
            readonly n: number;
            readonly oldest: string;
        };
        readonly Overdue: {
            readonly org: number;
            readonly org_name: string;
            readonly day: string;
            readonly count: number;
            readonly offices: readonly components["schemas"]["OverdueOffice"][];
            readonly rows: readonly components["schemas"]["OverdueRow"][];
        };
        readonly ContactPerson: {
            readonly name: string;
            readonly role: string;
            readonly role_title: string;
        };
        readonly ContactLine: {
            readonly what: string;
            readonly phone: string;
            readonly open_at: string | null;
        };
        readonly ContactOffice: {
            readonly org: number;
            readonly org_name: string;
            readonly level: string;
            readonly kind: string;
            readonly people: readonly components["schemas"]["ContactPerson"][];
            readonly lines: readonly components["schemas"]["ContactLine"][];
        };
        readonly Contacts: {
            readonly offices: readonly components["schemas"]["ContactOffice"][];
        };
        readonly AuditMove: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly open: boolean;
            readonly at: string;
            readonly day?: string;
            readonly by: string;
            readonly move: string;
            readonly title: string;
            readonly org_name: string;
            readonly role_title: string;
        };
        readonly MovedList: {
            readonly since: string;
            readonly rows: readonly components["schemas"]["AuditMove"][];
            readonly cursor: string | null;
        };
        readonly AuditHours: {
            readonly from: string;
            readonly to: string;
            readonly first_hour: number;
            readonly last_hour: number;
            readonly hours: readonly number[];
            readonly outside: number;
            readonly rows: readonly components["schemas"]["AuditMove"][];
            readonly cursor: string | null;
        };
        readonly AuditPerson: {
            readonly by: string;
            readonly org_name: string;
            readonly role_title: string;
            readonly n: number;
            readonly last: string;
        };
        readonly AuditLook: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly open: boolean;
            readonly at: string;
            readonly by: string;
            /** @enum {string} */
            readonly how: "page" | "list" | "sheet" | "print" | "file" | "reveal" | "rows" | "glass";
            readonly field: string;
            readonly org_name: string;
            readonly role_title: string;
        };
        readonly AuditLooks: {
            readonly from: string;
            readonly to: string;
            readonly count: number;
            readonly people: readonly components["schemas"]["AuditPerson"][];
            readonly rows: readonly components["schemas"]["AuditLook"][];
            readonly cursor: string | null;
        };
        readonly AuditFinding: {
            readonly what: string;
            readonly kind: string;
            readonly n: number;
        };
        readonly AuditVerified: {
            readonly org_name: string;
            readonly at: string;
            readonly by: string;
            readonly whole: boolean;
            readonly findings: readonly components["schemas"]["AuditFinding"][];
        };
        readonly AuditJournal: {
            readonly last: components["schemas"]["AuditVerified"] | null;
        };
        readonly SentItem: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly org_name: string;
            readonly move: string;
            readonly title: string;
            readonly at: string;
            readonly stage: string | null;
            readonly holder: components["schemas"]["Holder"] | null;
        };
        readonly SentList: {
            readonly sent: readonly components["schemas"]["SentItem"][];
        };
        readonly Hit: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly label: string;
            readonly org: number;
            readonly org_name: string;
        };
        readonly Hits: {
            readonly hits: readonly components["schemas"]["Hit"][];
        };
        readonly Places: {
            readonly [key: string]: number;
        };
        readonly Receipt: {
            readonly expression: string;
            readonly scope: string;
            readonly from: string;
            readonly to: string;
            readonly place: components["schemas"]["Places"];
            readonly definition: string;
            readonly compiled_at?: string;
            readonly about?: string;
            readonly definition_changed?: boolean;
        };
        readonly Figure: {
            readonly name: string;
            readonly title: string;
            readonly unit: string;
            readonly org: number;
            readonly org_name: string;
            readonly from: string;
            readonly to: string;
            readonly value: string | null;
            readonly shown: string;
            /** @enum {string} */
            readonly withheld?: "blind" | "not_here" | "under_five";
            readonly sureness: string;
            readonly kind: string;
            readonly rows: number;
            readonly receipt: components["schemas"]["Receipt"];
            readonly opens: string;
        };
        readonly Figures: {
            readonly figures: readonly components["schemas"]["Figure"][];
            readonly below?: readonly components["schemas"]["Figure"][];
        };
        readonly TargetSlice: {
            readonly dims: readonly string[];
            readonly target: string | null;
            readonly figure: components["schemas"]["Figure"];
            readonly last: string | null;
            readonly percent: string | null;
            readonly behind: boolean;
        };
        readonly TargetIndicator: {
            readonly indicator: string;
            readonly programme: string;
            readonly title: string;
            readonly unit: string;
            readonly grows: boolean;
            readonly slices: readonly components["schemas"]["TargetSlice"][];
        };
        readonly Targets: {
            readonly org: number;
            readonly org_name: string;
            readonly year: number;
            readonly passed: string;
            readonly may_set: boolean;
            readonly indicators: readonly components["schemas"]["TargetIndicator"][];
        };
        readonly TargetSet: {
            /** Format: uuid */
            readonly id: string;
            readonly indicator: string;
            readonly org: number;
            readonly year: number;
            readonly dims: readonly string[];
            readonly value: string | null;
        };
        readonly FigureRow: {
            readonly type: string;
            readonly type_title: string;
            readonly record: string;
            readonly county: number;
            readonly org: number;
            readonly org_name: string;
            readonly day: string | null;
            readonly value: number | string | null;
            readonly part: string;
            readonly key: string;
            readonly label: string;
            readonly open: boolean;
        };
        readonly FigureRows: {
            readonly rows: readonly components["schemas"]["FigureRow"][];
            readonly count: number;
            readonly keys: number;
            readonly cursor: string | null;
        };
        readonly ReportBrief: {
            readonly id: string;
            readonly report: string;
            readonly title: string;
            readonly org: number;
            readonly org_name: string;
            readonly from: string;
            readonly until: string;
            readonly compiled_at: string;
            /** @enum {string} */
            readonly state: "draft" | "final";
            readonly version: number;
            readonly replaces: string;
            readonly replaced_by: string;
            readonly reason: string;
            readonly itself: boolean;
            readonly places: components["schemas"]["Places"];
            readonly params: {
                readonly [key: string]: string;
            };
        };
        readonly ReportComing: {
            readonly report: string;
            readonly title: string;
            readonly day: string;
            readonly from: string;
            readonly until: string;
        };
        readonly Reports: {
            readonly org: number;
            readonly org_name: string;
            readonly reports: readonly components["schemas"]["ReportBrief"][];
            readonly coming: readonly components["schemas"]["ReportComing"][];
        };
        readonly ReportAgain: {
            /** Format: uuid */
            readonly id?: string;
            readonly reason: string;
        };
        readonly GatheredText: {
            readonly org: number;
            readonly org_name: string;
            /** @enum {string} */
            readonly state: "written" | "empty" | "late";
            readonly text: string;
        };
        readonly Gathered: {
            readonly merged: string;
            readonly silent: string;
            readonly offices: readonly components["schemas"]["GatheredText"][];
        };
        readonly ReportDrift: {
            readonly drift: readonly {
                readonly n: number;
                readonly now: string;
                readonly away: string | null;
            }[];
        };
        readonly ReportCompile: {
            /** Format: uuid */
            readonly id?: string;
            readonly report: string;
            readonly org?: number;
            readonly until: string;
            readonly params?: {
                readonly [key: string]: string;
            };
        };
        readonly ReportMade: {
            readonly id: string;
            readonly county: number;
        };
        readonly Cell: {
            readonly text: string;
            readonly n?: number;
        };
        readonly Piece: {
            readonly kind: string;
            readonly text?: string;
            readonly n?: number;
            readonly shown?: string;
            readonly key?: string;
            readonly title?: string;
            readonly gather?: boolean;
            readonly header?: readonly string[];
            readonly rows?: readonly (readonly components["schemas"]["Cell"][])[];
            readonly count?: number;
            readonly names?: readonly string[];
        };
        readonly FrozenFigure: {
            readonly n: number;
            readonly id: string;
            readonly expression: string;
            readonly shown: string;
            readonly value: string | null;
            readonly sureness: string;
            readonly kind: string;
        };
        readonly Report: {
            readonly id: string;
            readonly report: string;
            readonly title: string;
            readonly org: number;
            readonly org_name: string;
            readonly from: string;
            readonly until: string;
            readonly compiled_at: string;
            /** @enum {string} */
            readonly state: "draft" | "final";
            readonly version: number;
            readonly replaces: string;
            readonly replaced_by: string;
            readonly reason: string;
            readonly itself: boolean;
            readonly places: components["schemas"]["Places"];
            readonly params: {
                readonly [key: string]: string;
            };
            readonly may_write: boolean;
            readonly pieces: readonly components["schemas"]["Piece"][];
            readonly paragraphs: {
                readonly [key: string]: string;
            };
            readonly gathered: {
                readonly [key: string]: components["schemas"]["Gathered"];
            };
            readonly versions: readonly components["schemas"]["ReportBrief"][];
            readonly figures: readonly components["schemas"]["FrozenFigure"][];
        };
        readonly ReportFigure: {
            readonly n: number;
            readonly id: string;
            readonly value: string;
            readonly shown: string;
            readonly sureness: string;
            readonly kind: string;
            readonly receipt: components["schemas"]["Receipt"];
            readonly now: string;
            readonly drift: string | null;
            readonly records: components["schemas"]["FigureRows"];
        };
        readonly Paragraph: {
            readonly text: string;
        };
        readonly Paper: {
            readonly print: string;
            readonly title: string;
            readonly label: string;
            readonly type: string;
            readonly record: string;
            readonly pieces: readonly components["schemas"]["Piece"][];
            readonly pdf: boolean;
        };
        readonly CalendarDay: {
            readonly day: string;
            readonly works: boolean;
            readonly source: string;
        };
        readonly CalendarYear: {
            readonly year: number;
            readonly days: readonly components["schemas"]["CalendarDay"][];
            readonly may_set: boolean;
        };
        readonly CoverageGroup: {
            readonly org: number;
            readonly org_name: string;
            readonly whole: number;
            readonly missed: number;
        };
        readonly CoverageItem: {
            readonly key: string;
            readonly label: string;
            readonly org: number;
            readonly org_name: string;
            readonly group: number;
            readonly n: number;
            readonly type: string;
        };
        readonly CoverageAct: {
            readonly type: string;
            readonly move: string;
            readonly title: string;
            readonly fills: string;
        };
        readonly Coverage: {
            readonly indicator: string;
            readonly title: string;
            readonly of: string;
            readonly org: number;
            readonly org_name: string;
            readonly from: string;
            readonly to: string;
            readonly whole: number;
            readonly missed: number;
            readonly groups: readonly components["schemas"]["CoverageGroup"][];
            readonly items: readonly components["schemas"]["CoverageItem"][];
            readonly act: components["schemas"]["CoverageAct"] | null;
            readonly cursor: string | null;
        };
        readonly Fund: {
            readonly fund: string;
            readonly title: string;
            readonly purpose: string;
            readonly org: number;
            readonly org_name: string;
            readonly restricted: boolean;
            readonly balance: string;
            readonly received: string;
            readonly spent: string;
            readonly held: string;
        };
        readonly Funds: {
            readonly funds: readonly components["schemas"]["Fund"][];
        };
        readonly Postings: {
            readonly postings: readonly components["schemas"]["Posting"][];
            readonly count: number;
            readonly cursor: string | null;
        };
        readonly Balance: {
            readonly for: components["schemas"]["Purpose"] | null;
            readonly common: boolean;
            readonly stage: string | null;
            readonly amount: string;
        };
        readonly Balances: {
            readonly balances: readonly components["schemas"]["Balance"][];
        };
        readonly SignedStep: {
            readonly move: string;
            readonly title: string;
            readonly day: string;
            readonly org_name: string;
            readonly role_title: string;
            readonly by: string;
        };
        readonly Share: {
            readonly posting: components["schemas"]["Posting"];
            readonly amount: string;
            readonly steps: readonly components["schemas"]["SignedStep"][];
        };
        readonly Follow: {
            readonly posting: components["schemas"]["Posting"];
            readonly steps: readonly components["schemas"]["SignedStep"][];
            readonly shares: readonly components["schemas"]["Share"][];
            /** @enum {string} */
            readonly direction: "to" | "from";
        };
        readonly AgreementSide: {
            readonly type: string;
            readonly record: string;
            readonly title: string;
            readonly label: string;
            readonly org_name: string;
            readonly points: components["schemas"]["FieldValue"];
            readonly grade: components["schemas"]["FieldValue"];
            readonly vetoed: components["schemas"]["FieldValue"];
        };
        readonly AgreementLine: {
            readonly criterion: string;
            readonly title: string;
            readonly veto: boolean;
            readonly points: string;
            readonly first: string | null;
            readonly second: string | null;
            readonly difference: string | null;
        };
        readonly AgreementPair: {
            readonly first: components["schemas"]["AgreementSide"];
            readonly second: components["schemas"]["AgreementSide"];
            readonly lines: readonly components["schemas"]["AgreementLine"][];
        };
        readonly AgreementTotal: {
            readonly criterion: string;
            readonly title: string;
            readonly veto: boolean;
            readonly n: number;
            readonly differ: number;
            readonly difference: string | null;
            readonly apart: string | null;
        };
        readonly Agreement: {
            readonly type: string;
            readonly title: string;
            readonly org: number;
            readonly from: string;
            readonly to: string;
            readonly near: string;
            readonly n: number;
            readonly within: number;
            readonly difference: string | null;
            readonly apart: string | null;
            readonly lines: readonly components["schemas"]["AgreementTotal"][];
        };
        readonly MatchSide: {
            readonly record: string;
            readonly type: string;
            readonly label: string;
            readonly org: number;
            readonly org_name: string;
            readonly entered: string;
        };
        readonly MatchReason: {
            readonly id: string;
            readonly title: string;
            readonly points: string;
        };
        readonly MatchPartner: {
            readonly record: string;
            readonly type: string;
            readonly label: string;
            readonly org: number;
            readonly org_name: string;
            readonly entered: string;
            readonly score: string;
            readonly full: boolean;
            readonly why: readonly components["schemas"]["MatchReason"][];
        };
        readonly MatchPair: {
            readonly left: components["schemas"]["MatchSide"];
            readonly right: components["schemas"]["MatchPartner"];
            readonly values: components["schemas"]["SentValues"];
            readonly org: number;
            readonly others: readonly components["schemas"]["MatchPartner"][];
        };
        readonly MatchLeftOver: {
            readonly left: components["schemas"]["MatchSide"];
            /** @enum {string} */
            readonly why: "nobody_may" | "no_place";
        };
        readonly MatchProposal: {
            readonly match: string;
            readonly title: string;
            readonly makes: string;
            readonly lefts: number;
            readonly rights: number;
            readonly places: number;
            readonly pairs: readonly components["schemas"]["MatchPair"][];
            readonly left_over: readonly components["schemas"]["MatchLeftOver"][];
        };
        readonly DeskRow: {
            readonly record: string;
            readonly label: string;
            readonly stage: string;
            readonly version: number;
            readonly group: string | null;
            readonly keys: readonly string[];
            readonly beside: string;
        };
        readonly DeskGroup: {
            readonly id: string;
            readonly label: string;
        };
        readonly Desk: {
            readonly type: string;
            readonly record: string;
            readonly label: string;
            readonly org_name: string;
            readonly stage: string | null;
            readonly roster: string;
            readonly moves: readonly string[];
            readonly back: string | null;
            readonly groups: readonly components["schemas"]["DeskGroup"][];
            readonly rows: readonly components["schemas"]["DeskRow"][];
        };
        readonly DeskTail: {
            readonly tail: string;
        };
        readonly DeskTailFound: {
            readonly records: readonly string[];
        };
        readonly Job: {
            readonly id: string;
            readonly kind: string;
            readonly type: string;
            readonly type_title: string;
            /** @enum {string} */
            readonly state: "running" | "ready" | "done" | "cancelled" | "failed";
            readonly phase: string;
            readonly done: number;
            readonly total: number;
            readonly good: number;
            readonly known: number;
            readonly bad: number;
            readonly doubles: number;
            readonly problem: string;
            readonly unknown_headings: readonly string[];
            readonly made_at: number;
            readonly changed_at: number;
            readonly swept: boolean;
            readonly record: string | null;
            readonly move: string | null;
            readonly of: string | null;
        };
        readonly JobList: {
            readonly jobs: readonly components["schemas"]["Job"][];
        };
        readonly BurdenLine: {
            readonly type: string;
            readonly move: string;
            readonly role: string;
            readonly taps: number;
            readonly seconds: number;
            readonly times: number | null;
            readonly people: number;
            readonly asked: readonly {
                readonly type: string;
                readonly field: string;
                readonly seconds: number;
            }[];
        };
        readonly Burden: {
            readonly org: number;
            readonly from: string;
            readonly until: string;
            readonly lines: readonly components["schemas"]["BurdenLine"][];
            readonly known: readonly {
                readonly type: string;
                readonly field: string;
                readonly through: string;
            }[];
        };
        readonly JobProblem: {
            readonly row: number;
            readonly cell: string;
            readonly code: string;
            readonly message: string;
            readonly record?: string;
            readonly org_name?: string;
        };
        readonly JobBad: {
            readonly count: number;
            readonly problems: readonly components["schemas"]["JobProblem"][];
        };
        readonly JobDouble: {
            readonly row: number;
            readonly record: string;
            readonly name: string;
        };
        readonly JobDoubles: {
            readonly doubles: readonly {
                /** @enum {string} */
                readonly why: "same_key" | "near_key" | "no_key" | "homophone";
                readonly a: components["schemas"]["JobDouble"];
                readonly b: components["schemas"]["JobDouble"];
            }[];
        };
        readonly SheetProblem: {
            readonly row: number;
            readonly cell: string;
            readonly code: string;
            readonly message: string;
        };
        readonly SheetTaken: {
            readonly rows: number;
            readonly good: number;
            readonly known: number;
            readonly bad: number;
            readonly problems: readonly components["schemas"]["SheetProblem"][];
            readonly unknown_headings: readonly string[];
            readonly marked: string | null;
        };
        readonly FormSaid: {
            readonly type?: string;
            readonly where?: string;
            readonly headings?: {
                readonly [key: string]: unknown;
            };
        };
        readonly FormAsked: {
            /** Format: uuid */
            readonly id?: string;
            readonly form: string;
            readonly name?: string;
            readonly org: number;
            readonly period: string;
            readonly sheet?: string;
            readonly record_type?: string;
            readonly record?: string;
            readonly reason?: string;
            readonly mapping?: components["schemas"]["FormSaid"];
            readonly remember?: boolean;
        };
        /** @enum {string} */
        readonly FormMask: "middle" | "last4" | "full";
        readonly FormMeaning: {
            readonly is: string;
            readonly title: string;
            readonly of: string;
            readonly masks: readonly components["schemas"]["FormMask"][];
        };
        readonly FormMeanings: {
            readonly meanings: readonly components["schemas"]["FormMeaning"][];
        };
        readonly FormHeading: {
            readonly is: string;
            readonly title: string;
            readonly of: string;
            readonly masks: readonly components["schemas"]["FormMask"][];
            readonly heading: string;
            readonly row: number;
            readonly column: number;
            /** @enum {string} */
            readonly state: "sure" | "guessed" | "said" | "unknown" | "left" | "blocked";
            readonly how: string;
            readonly unit: string;
            readonly mask: string;
            readonly why: components["schemas"]["Problem"] | null;
            readonly candidates: readonly components["schemas"]["FormMeaning"][];
        };
        readonly FormGridCell: {
            readonly column: number;
            readonly text: string;
            readonly rows: number;
            readonly columns: number;
            readonly number: boolean;
            readonly formula: boolean;
        };
        readonly FormGridRow: {
            readonly row: number;
            readonly cells: readonly components["schemas"]["FormGridCell"][];
        };
        readonly FormGrid: {
            readonly name: string;
            readonly names: readonly string[];
            readonly widths: readonly number[];
            readonly rows: readonly components["schemas"]["FormGridRow"][];
            readonly rows_left_out: number;
            readonly columns_left_out: number;
        };
        readonly FormPlan: {
            /** @enum {string} */
            readonly kind: "records" | "orgs" | "cells" | "none";
            readonly type: string;
            readonly wants: string;
            readonly where: string;
            readonly fingerprint: string;
            readonly known: string | null;
            readonly may_remember: boolean;
            readonly needs_reason: boolean;
            readonly links: boolean;
            readonly formulas: boolean;
            readonly lines: number;
            readonly open: boolean;
            readonly org: number;
            readonly org_name: string;
            readonly from: string;
            readonly until: string;
            readonly headings: readonly components["schemas"]["FormHeading"][];
            readonly totals: {
                readonly [key: string]: number;
            };
            readonly problems: readonly components["schemas"]["Problem"][];
            readonly sheet: components["schemas"]["FormGrid"];
        };
        readonly FormCell: {
            readonly row: number;
            readonly column: number;
            readonly cell: string;
            readonly heading: string;
            readonly value: string;
            readonly source: string;
            readonly org: number | null;
            readonly org_name: string;
            readonly from: string;
            readonly until: string;
            readonly record: string;
            readonly how: string;
            readonly why: components["schemas"]["Problem"] | null;
        };
        readonly FormFilled: {
            readonly plan: components["schemas"]["FormPlan"];
            readonly filled: number;
            readonly empty: number;
            readonly cells_left_out: number;
            readonly cells: readonly components["schemas"]["FormCell"][];
            readonly remembered: boolean;
            readonly name: string;
            readonly file: string;
            readonly sources: string;
        };
        readonly Need: {
            readonly type: string;
            readonly title: string;
            readonly code: string;
            readonly days_waiting: number;
            readonly values: components["schemas"]["Values"];
            readonly offer?: string;
        };
        readonly OfferForm: {
            readonly title: string;
            readonly me: readonly components["schemas"]["Field"][];
            readonly values: readonly components["schemas"]["Field"][];
        };
        readonly Needs: {
            readonly needs: readonly components["schemas"]["Need"][];
            readonly more: boolean;
            readonly forms: {
                readonly [key: string]: components["schemas"]["OfferForm"];
            };
            readonly fields: {
                readonly [key: string]: readonly components["schemas"]["Field"][];
            };
        };
        readonly PublicNotice: {
            readonly type: string;
            readonly code: string;
            readonly ends: string;
            readonly days_left: number;
            readonly values: components["schemas"]["Values"];
            readonly offer?: string;
        };
        readonly PublicResult: {
            readonly type: string;
            readonly title: string;
            readonly code: string;
            readonly day: string;
            readonly values: components["schemas"]["Values"];
        };
        readonly PublicNotices: {
            readonly notices: readonly components["schemas"]["PublicNotice"][];
            readonly published: readonly components["schemas"]["PublicResult"][];
            readonly more: boolean;
            readonly forms: {
                readonly [key: string]: components["schemas"]["OfferForm"];
            };
            readonly fields: {
                readonly [key: string]: readonly components["schemas"]["Field"][];
            };
            readonly types: {
                readonly [key: string]: components["schemas"]["Titled"];
            };
        };
        readonly RequestForm: {
            readonly type: string;
            readonly title: string;
            readonly title_en: string;
            readonly counties: readonly {
                readonly id: number;
                readonly name: string;
            }[];
            readonly fields: readonly components["schemas"]["Field"][];
        };
        readonly RequestForms: {
            readonly forms: readonly components["schemas"]["RequestForm"][];
        };
        readonly Request: {
            /** Format: uuid */
            readonly id: string;
            readonly type: string;
            readonly org?: number;
            readonly values: components["schemas"]["SentValues"];
        };
        readonly RequestTaken: {
            readonly id: string;
            /** @constant */
            readonly ok: true;
            readonly code: string;
        };
        readonly ReplyCode: {
            readonly code: string;
        };
        readonly Reply: {
            readonly reply: string | null;
        };
        readonly Offer: {
            /** Format: uuid */
            readonly id: string;
            readonly type: string;
            readonly code: string;
            readonly me?: components["schemas"]["SentValues"];
            readonly values: components["schemas"]["SentValues"];
        };
        readonly OfferTaken: {
            readonly id: string;
            /** @constant */
            readonly ok: true;
            readonly code: string;
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
    readonly sessionGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly sessionChoose: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RoleChoice"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly sessionOpen: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SignIn"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly sessionClose: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly passwordChange: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PasswordChange"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly totpConfirm: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TotpCode"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly totpBegin: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OwnPassword"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TotpSecret"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly totpDrop: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OwnPassword"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly languageChoose: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LanguageChoice"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly meta: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Descriptors"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly metaGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly programme: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Programme"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly orgList: {
        readonly parameters: {
            readonly query?: {
                /** @description id */
                readonly parent?: string;
                /** @description village, school's level is partner, … */
                readonly level?: string;
                /** @description name, pinyin, code */
                readonly q?: string;
                /** @description 1: only her own range */
                readonly own?: string;
                /** @description 1: those outside her range */
                readonly away?: string;
                /** @description an org: only it and those below it */
                readonly within?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Orgs"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly today: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Today"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly overdueList: {
        readonly parameters: {
            readonly query?: {
                /** @description an org within her range */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Overdue"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly sentList: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SentList"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly movedList: {
        readonly parameters: {
            readonly query?: {
                /** @description day; a month ago */
                readonly since?: string;
                /** @description a record type */
                readonly type?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MovedList"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly search: {
        readonly parameters: {
            readonly query?: {
                /** @description what is looked for */
                readonly q?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Hits"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly changes: {
        readonly parameters: {
            readonly query?: {
                /** @description place */
                readonly after?: string;
                /** @description at most */
                readonly limit?: string;
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Changes"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly recordList: {
        readonly parameters: {
            readonly query?: {
                /** @description a condition in the expression language */
                readonly where?: string;
                /** @description a view of the pack */
                readonly view?: string;
                /** @description stages, by comma */
                readonly stage?: string;
                /** @description an org and all below */
                readonly org?: string;
                /** @description name, pinyin, initials */
                readonly q?: string;
                /** @description field:id, only rows that refer to it */
                readonly ref?: string;
                /** @description 1: only what an office has held past its day */
                readonly late?: string;
                /** @description 1: only what came from another org */
                readonly handed?: string;
                /** @description a day, by the type's date, else by entry */
                readonly from?: string;
                /** @description a day */
                readonly to?: string;
                /** @description a field, or -field */
                readonly sort?: string;
                /** @description at most 500 */
                readonly limit?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
                /** @description 1: with the number of all */
                readonly count?: string;
                /** @description stage, org, choices: numbers by value */
                readonly facets?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["List"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly recordGet: {
        readonly parameters: {
            readonly query?: {
                /** @description as it was at this version */
                readonly version?: string;
                /** @description as it was at this place of the journal */
                readonly place?: string;
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Record"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly fieldReveal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly type: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Reveal"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Revealed"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly commandSend: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Sent"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Answered"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly inboxRead: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly fileSend: {
        readonly parameters: {
            readonly query?: {
                /** @description what the file is called */
                readonly name?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "image/*": string;
            };
        };
        readonly responses: {
            /** @description done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FileSent"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly fileGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly events: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly fundList: {
        readonly parameters: {
            readonly query?: {
                /** @description an org within her range */
                readonly org?: string;
                /** @description a day: as they stood at its end */
                readonly until?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Funds"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly ledgerList: {
        readonly parameters: {
            readonly query?: {
                /** @description the fund's holder */
                readonly org?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
                /** @description at most 500 */
                readonly limit?: string;
                /** @description in, out, pledged, one_signature (fewer than two people moved what was paid), no_receipt (came in, and no paper of it was printed) */
                readonly only?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly fund: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Postings"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly ledgerBalances: {
        readonly parameters: {
            readonly query?: {
                /** @description the fund's holder */
                readonly org?: string;
                /** @description a day: as they stood at its end */
                readonly until?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly fund: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Balances"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly ledgerFollow: {
        readonly parameters: {
            readonly query?: {
                /** @description the fund's holder */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly fund: string;
                readonly posting: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Follow"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly figureList: {
        readonly parameters: {
            readonly query?: {
                /** @description indicators or slices, by comma: PROGRAMME.NAME */
                readonly names?: string;
                /** @description an org within her range */
                readonly org?: string;
                /** @description month, term, year, ever */
                readonly period?: string;
                /** @description day */
                readonly from?: string;
                /** @description day */
                readonly to?: string;
                /** @description org: for each org one level below, too */
                readonly by?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Figures"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly figureRecords: {
        readonly parameters: {
            readonly query?: {
                /** @description an org within her range */
                readonly org?: string;
                /** @description month, term, year, ever */
                readonly period?: string;
                /** @description day */
                readonly from?: string;
                /** @description day */
                readonly to?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FigureRows"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportList: {
        readonly parameters: {
            readonly query?: {
                /** @description an office within her range; her own where none is given */
                readonly org?: string;
                /** @description 1: the newest versions of the offices just below it */
                readonly below?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reports"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportCompile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReportCompile"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportMade"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportGet: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportFigure: {
        readonly parameters: {
            readonly query?: {
                /** @description now: what it would count now */
                readonly as?: string;
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly n: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportFigure"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly paragraphWrite: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly key: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Paragraph"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportFinalise: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Done"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportWord: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportExcel: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportPdf: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/pdf": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportDrift: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportDrift"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly reportAgain: {
        readonly parameters: {
            readonly query?: {
                /** @description the office whose report it is, or one of its county; her own where none is given */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReportAgain"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportMade"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly burdenGet: {
        readonly parameters: {
            readonly query?: {
                /** @description an org within her range */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Burden"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly targetList: {
        readonly parameters: {
            readonly query?: {
                /** @description an org within her range */
                readonly org?: string;
                /** @description default: this year */
                readonly year?: string;
                /** @description 1: only what has a target */
                readonly planned?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Targets"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly targetSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TargetSet"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TargetSet"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly coverageGet: {
        readonly parameters: {
            readonly query?: {
                /** @description an org within her range */
                readonly org?: string;
                /** @description month, term, year, ever */
                readonly period?: string;
                /** @description day */
                readonly from?: string;
                /** @description day */
                readonly to?: string;
                /** @description where the last page of missed records ended */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly indicator: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Coverage"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly agreementTotals: {
        readonly parameters: {
            readonly query?: {
                /** @description an org and all below; default her own */
                readonly org?: string;
                /** @description the sheets' first day; default this year's */
                readonly from?: string;
                /** @description the sheets' last day */
                readonly to?: string;
                /** @description points within which two sheets agree; default 5 */
                readonly near?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Agreement"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly agreementGet: {
        readonly parameters: {
            readonly query?: {
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AgreementPair"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly matchPropose: {
        readonly parameters: {
            readonly query?: {
                /** @description an org and all below; default her county */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly match: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MatchProposal"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly printGet: {
        readonly parameters: {
            readonly query?: {
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly print: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Paper"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly printWord: {
        readonly parameters: {
            readonly query?: {
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly print: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly printPdf: {
        readonly parameters: {
            readonly query?: {
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly print: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/pdf": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly deskGet: {
        readonly parameters: {
            readonly query?: {
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
                readonly id: string;
                readonly roster: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Desk"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly deskTail: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly type: string;
                readonly id: string;
                readonly roster: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["DeskTail"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeskTailFound"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly sheetGet: {
        readonly parameters: {
            readonly query?: {
                /** @description 1: no rows */
                readonly empty?: string;
                /** @description as of a list */
                readonly where?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly sheetSend: {
        readonly parameters: {
            readonly query?: {
                /** @description 1: only says what would happen */
                readonly dry_run?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SheetTaken"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly markedSheetGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly formPlan: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["FormAsked"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FormPlan"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly formFill: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["FormAsked"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FormFilled"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly formMeanings: {
        readonly parameters: {
            readonly query?: {
                /** @description of records; none: figures alone */
                readonly type?: string;
                /** @description 0: fields alone */
                readonly figures?: string;
                /** @description found by this; else all */
                readonly q?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FormMeanings"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly importBegin: {
        readonly parameters: {
            readonly query?: {
                /** @description 1: good rows are taken in without waiting */
                readonly at_once?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        readonly responses: {
            /** @description done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobList: {
        readonly parameters: {
            readonly query?: {
                /** @description import, elements */
                readonly kind?: string;
                /** @description elements: of a move of this record */
                readonly record?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobGet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobGo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobCancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobBad: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobBad"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobDoubles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobDoubles"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly jobBadRows: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly needList: {
        readonly parameters: {
            readonly query?: {
                /** @description only of that type */
                readonly type?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Needs"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly noticeList: {
        readonly parameters: {
            readonly query?: {
                /** @description only results of that type */
                readonly type?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PublicNotices"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly offerSend: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Offer"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OfferTaken"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly requestForms: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RequestForms"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly requestSend: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Request"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RequestTaken"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly replyRead: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplyCode"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reply"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly calendarYear: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly year: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CalendarYear"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly accountList: {
        readonly parameters: {
            readonly query?: {
                /** @description part of a login or name */
                readonly q?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Accounts"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly officeHandovers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OfficeHandovers"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly officeHandover: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly handover: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OfficeHandover"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly contactList: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Contacts"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly officeWork: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OfficeDesk"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly auditHours: {
        readonly parameters: {
            readonly query?: {
                /** @description day; three months ago */
                readonly from?: string;
                /** @description day; today */
                readonly to?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditHours"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly auditLooks: {
        readonly parameters: {
            readonly query?: {
                /** @description day; three months ago */
                readonly from?: string;
                /** @description day; today */
                readonly to?: string;
                /** @description where the last page ended */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditLooks"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly auditJournal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditJournal"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly auditVerify: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditJournal"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly recordLooks: {
        readonly parameters: {
            readonly query?: {
                /** @description an org of the county, for those above it */
                readonly org?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly type: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordLooks"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly glassBreak: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Glass"];
            };
        };
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GlassOpened"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    readonly openapi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OpenApi"];
                };
            };
            /** @description what is wrong */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
}
