using System.Diagnostics.CodeAnalysis;

namespace Broadsheet.Core;

/// <summary>A value, or the expected reason why there is none.</summary>
public sealed class Result<T>
{
    private Result(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    /// <summary>The value; null where <see cref="Problem"/> is set.</summary>
    public T? Value { get; }

    public Problem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsOk => Problem is null;

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>For a <typeparamref name="T"/> that is an interface, which no implicit conversion reaches.</summary>
    public static Result<T> Ok(T value) => new(value, null);

    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => IsOk ? next(Value) : Problem;

    public Result<TNext> Select<TNext>(Func<T, TNext> next) => IsOk ? next(Value) : Problem;
}

/// <summary>The value of an operation that has nothing to say but that it is done.</summary>
public readonly record struct Done;
