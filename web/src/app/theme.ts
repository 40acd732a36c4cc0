import { ActionIcon, Button, createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = ['#eef2ff', '#dfe6ff', '#bccaff', '#97acff', '#7f98ff', '#6d8bff', '#5673ea', '#3b5bdb', '#3350c5', '#2b44ab']

/** Mantine drawn with the tokens of theme.css. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 5 },
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '24px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  variantColorResolver: (input) =>
    input.variant === 'filled' && (input.color === undefined || input.color === 'accent')
      ? { background: 'var(--bs-accent)', hover: 'var(--bs-accent-hover)', color: 'var(--bs-on-accent)', border: '1px solid transparent' }
      : input.variant === 'filled' && input.color === 'bad'
        ? { background: 'var(--bs-bad)', hover: 'var(--bs-bad)', color: 'var(--bs-surface)', border: '1px solid transparent' }
        : input.variant === 'subtle'
          ? { background: 'transparent', hover: 'var(--bs-grey-soft)', color: 'var(--bs-text)', border: '1px solid transparent' }
          : defaultVariantColorsResolver(input),
  components: {
    Button: Button.extend({ styles: { label: { fontWeight: 600 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 32 } }),
    // No locking of the scroll bars: it writes a style sheet that the pages' policy refuses.
    Modal: { defaultProps: { centered: true, lockScroll: false, radius: 'md', overlayProps: { backgroundOpacity: 0.45 } } },
    Drawer: { defaultProps: { lockScroll: false } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, events: { hover: true, focus: true, touch: false } } },
    Popover: { defaultProps: { shadow: 'md', radius: 'md' } },
    // Made when it is opened: a list of four hundred time zones behind each closed field is what a page waits for.
    Combobox: { defaultProps: { keepMounted: false } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md' } },
  },
})

export const variables: CSSVariablesResolver = () => {
  const tokens = {
    '--mantine-color-body': 'var(--bs-surface)',
    '--mantine-color-text': 'var(--bs-text)',
    '--mantine-color-dimmed': 'var(--bs-second)',
    '--mantine-color-placeholder': 'var(--bs-second)',
    '--mantine-color-default': 'var(--bs-surface)',
    '--mantine-color-default-hover': 'var(--bs-hover)',
    '--mantine-color-default-color': 'var(--bs-text)',
    '--mantine-color-default-border': 'var(--bs-control)',
    '--mantine-color-error': 'var(--bs-bad)',
    '--mantine-color-anchor': 'var(--bs-accent-text)',
    '--mantine-primary-color-filled': 'var(--bs-accent)',
    '--mantine-primary-color-filled-hover': 'var(--bs-accent-hover)',
    '--mantine-color-accent-filled': 'var(--bs-accent)',
    '--mantine-color-accent-text': 'var(--bs-accent-text)',
    '--mantine-color-disabled': 'var(--bs-grey-soft)',
    '--mantine-color-disabled-color': 'var(--bs-second)',
    '--mantine-color-disabled-border': 'var(--bs-line)',
  }
  return { variables: {}, light: tokens, dark: tokens }
}
