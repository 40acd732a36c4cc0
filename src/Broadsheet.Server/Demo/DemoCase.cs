namespace Broadsheet.Server.Demo;

/// <summary>A test case with its habits: <paramref name="flaky"/> is how often it fails for no reason.</summary>
internal sealed class DemoCase(int id, double flaky, int milliseconds)
{
    private int brokenFor;
    private int skippedFor;

    public int Id => id;

    public int Milliseconds => milliseconds;

    /// <summary>What tonight's run says. A case that breaks stays broken for some nights, until somebody mends it.</summary>
    public string Next(DemoRandom random, double risk)
    {
        if (skippedFor > 0)
        {
            skippedFor--;
            return "skipped";
        }

        if (brokenFor > 0)
        {
            brokenFor--;
            return "failed";
        }

        if (flaky > 0 && random.Chance(flaky)) return random.Chance(0.8) ? "flaky" : "failed";
        if (random.Chance(risk * 0.6)) brokenFor = random.Between(0, 5);
        else if (random.Chance(0.0015)) skippedFor = random.Between(3, 20);
        else return "passed";
        return brokenFor > 0 || skippedFor == 0 ? "failed" : "skipped";
    }
}
