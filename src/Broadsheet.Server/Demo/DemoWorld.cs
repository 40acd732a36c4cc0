namespace Broadsheet.Server.Demo;

/// <summary>The invented company: what does not change from day to day.</summary>
internal static class DemoWorld
{
    public static IReadOnlyList<string> Regions { get; } = ["EU", "US", "APAC"];

    /// <summary>Name, region, and how its failure rate moves over the year: below 1 it gets better.</summary>
    public static IReadOnlyList<(string Name, string Region, double Trend)> Projects { get; } =
    [
        ("Checkout", "EU", 0.55), ("Ledger", "EU", 0.9), ("Onboarding", "EU", 1.3),
        ("Storefront", "US", 0.7), ("Payments", "US", 0.6), ("Claims", "US", 1.5),
        ("Logistics", "APAC", 0.8), ("Loyalty", "APAC", 1.1), ("Mobile", "APAC", 0.65),
    ];

    /// <summary>Name, kind, cases, share that fails, seconds for a run.</summary>
    public static IReadOnlyList<(string Name, string Kind, int Cases, double Fails, double Seconds)> Suites { get; } =
    [
        ("Unit", "unit", 52, 0.004, 95), ("API", "api", 44, 0.012, 410), ("Web", "ui", 36, 0.03, 1_450), ("Load", "performance", 18, 0.02, 2_700),
    ];

    public static IReadOnlyList<string> People { get; } =
    [
        "Amara Okafor", "Ben Whitfield", "Chiara Rossi", "Daniel Novák", "Elif Demir", "Farid Haddad", "Grace Kim", "Henrik Larsen",
        "Inés Navarro", "Jakub Zieliński", "Keiko Tanaka", "Liam O’Brien", "Maja Kowalska", "Nikhil Rao", "Olga Petrova", "Priya Nair",
    ];

    public static IReadOnlyList<string> Teams { get; } = ["Atlas", "Borealis", "Cobalt", "Delta"];

    public static IReadOnlyList<string> Verbs { get; } = ["accepts", "rejects", "restores", "shows", "rounds", "retries", "cancels", "imports", "exports"];

    public static IReadOnlyList<string> Things { get; } =
        ["an empty cart", "a refund", "an expired card", "a split payment", "a long address", "two coupons", "a leap day", "a duplicate order",
         "an account without a name", "a slow network", "a currency without cents", "an interrupted upload", "a right-to-left name"];

    public static IReadOnlyList<string> Areas { get; } = ["API", "Data", "Performance", "Security", "UI"];

    public static IReadOnlyList<string> Faults { get; } =
        ["fails with", "is slow for", "loses", "shows the wrong total for", "asks twice for", "ignores", "shows an error for"];

    /// <summary>Severity, share of all, days that half of them stay open.</summary>
    public static IReadOnlyList<(string Name, double Share, double HalfLife)> Severities { get; } =
        [("critical", 0.06, 4), ("major", 0.24, 16), ("minor", 0.45, 38), ("trivial", 0.25, 80)];

    /// <summary>Framework, what its controls ask.</summary>
    public static IReadOnlyList<(string Framework, string Title)> Controls { get; } =
    [
        ("ISO 27001", "Access rights are reviewed every quarter"), ("ISO 27001", "Leavers lose access within a day"),
        ("ISO 27001", "Backups are restored in a test"), ("ISO 27001", "Changes are approved by a second person"),
        ("ISO 27001", "Logs are kept for a year"), ("ISO 27001", "Suppliers are assessed"),
        ("SOC 2", "Production access is recorded"), ("SOC 2", "Incidents are closed with a cause"), ("SOC 2", "Encryption keys are rotated"),
        ("SOC 2", "Capacity is forecast"), ("SOC 2", "Vulnerabilities are mended in time"), ("SOC 2", "Policies are signed by everybody"),
        ("PCI DSS", "Card data are masked on screen"), ("PCI DSS", "Networks are segmented"), ("PCI DSS", "Default passwords are gone"),
        ("PCI DSS", "Quarterly scans are clean"), ("GDPR", "Requests to erase are met in 30 days"), ("GDPR", "Consent is recorded"),
        ("GDPR", "Processing is registered"), ("GDPR", "Breaches are reported in 72 hours"),
    ];
}
