namespace Broadsheet.Adapters.Formats.Pdf;

internal enum PdfFace
{
    Regular,
    Bold,
    Italic,
    BoldItalic,
    Mono,
}
