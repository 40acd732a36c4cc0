using System.Linq.Expressions;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Broadsheet.Server.Storage;

/// <summary>How values of the product's types become columns.</summary>
internal static class Columns
{
    /// <summary>Ids are uuid on PostgreSQL and lower-case text on SQLite, where people read them.</summary>
    public static void Id<T>(ModelConfigurationBuilder builder, bool asText, Expression<Func<T, Guid>> value, Expression<Func<Guid, T>> make)
        where T : struct
    {
        if (asText)
        {
            var argument = Expression.Parameter(typeof(T));
            var toText = Expression.Lambda<Func<T, string>>(
                Expression.Call(Expression.Invoke(value, argument), typeof(Guid).GetMethod(nameof(Guid.ToString), Type.EmptyTypes)!), argument).Compile();
            var fromGuid = make.Compile();
            IdText<T>.To = toText;
            IdText<T>.From = text => fromGuid(Guid.Parse(text));
            builder.Properties<T>().HaveConversion<IdText<T>>();
        }
        else if (typeof(T) != typeof(Guid))
        {
            IdGuid<T>.To = value.Compile();
            IdGuid<T>.From = make.Compile();
            builder.Properties<T>().HaveConversion<IdGuid<T>>();
        }
    }

    /// <summary>An enum is stored as its name in snake_case, as the API says it.</summary>
    public static void Name<T>(ModelConfigurationBuilder builder)
        where T : struct, Enum => builder.Properties<T>().HaveConversion<WordConverter<T>>();

    /// <summary>Tables and columns are the snake_case of the members; a member that ends in Json is a JSON column without the ending.</summary>
    public static void Name(ModelBuilder builder, string jsonType)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                var json = property.Name.EndsWith("Json", StringComparison.Ordinal);
                property.SetColumnName(Snake(json ? property.Name[..^4] : property.Name));
                if (json) property.SetColumnType(jsonType);
            }
        }
    }

    /// <summary><c>PartiallyFailed</c> to <c>partially_failed</c>; a digit belongs to the word before it.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private sealed class IdText<T>() : ValueConverter<T, string>(id => To(id), text => From(text))
        where T : struct
    {
        public static Func<T, string> To { get; set; } = null!;
        public static Func<string, T> From { get; set; } = null!;
    }

    private sealed class IdGuid<T>() : ValueConverter<T, Guid>(id => To(id), value => From(value))
        where T : struct
    {
        public static Func<T, Guid> To { get; set; } = null!;
        public static Func<Guid, T> From { get; set; } = null!;
    }

    private sealed class WordConverter<T>() : ValueConverter<T, string>(word => Word<T>.Of(word), text => Word<T>.Read(text))
        where T : struct, Enum;
}
