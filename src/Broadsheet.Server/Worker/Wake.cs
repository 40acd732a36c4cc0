namespace Broadsheet.Server.Worker;

/// <summary>
/// Rouses a sleeping loop of this process: one bell a kind of work. A ring while nobody listens is kept for the next wait, so
/// none is lost; many rings are one. Thread-safe.
/// </summary>
internal sealed class Wake(TimeProvider time)
{
    /// <summary>Schedules were made or changed: the next slot may be earlier.</summary>
    public Bell Schedules { get; } = new(time);

    /// <summary>Runs were queued.</summary>
    public Bell Runs { get; } = new(time);

    /// <summary>Deliveries were written to the ledger.</summary>
    public Bell Deliveries { get; } = new(time);

    public void All()
    {
        Schedules.Ring();
        Runs.Ring();
        Deliveries.Ring();
    }

    internal sealed class Bell(TimeProvider time)
    {
        private readonly Lock gate = new();
        private TaskCompletionSource rung = Fresh();

        /// <summary>Nobody has heard the last ring yet.</summary>
        public bool HasRung
        {
            get
            {
                lock (gate) return rung.Task.IsCompleted;
            }
        }

        public void Ring()
        {
            lock (gate) rung.TrySetResult();
        }

        /// <summary>Until the bell rings, or <paramref name="longest"/> at most; returns at once when it rang since the last wait.</summary>
        public async Task WaitAsync(TimeSpan longest, CancellationToken ct)
        {
            Task ring;
            lock (gate) ring = rung.Task;
            try
            {
                if (longest > TimeSpan.Zero) await ring.WaitAsync(longest, time, ct);
            }
            catch (TimeoutException)
            {
                return;
            }

            lock (gate)
            {
                if (rung.Task.IsCompleted) rung = Fresh();
            }
        }

        private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
