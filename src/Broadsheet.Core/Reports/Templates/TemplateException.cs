namespace Broadsheet.Core.Reports.Templates;

/// <summary>Carries an error out of the recursion of parsing or filling; never leaves <see cref="Template"/>.</summary>
internal sealed class TemplateException(FieldError error) : Exception(error.Message)
{
    public FieldError Error { get; } = error;
}
