package svg

import "strings"

// elements are what a picture consists of. Not among them is what runs (script, and handler), leads elsewhere (a, feImage,
// foreignObject), moves (animate and set, which can change what a reference names too), or belongs to a drawing program.
var elements = set(`
	svg g defs symbol use switch title desc style
	path rect circle ellipse line polyline polygon text tspan textPath image
	linearGradient radialGradient stop pattern clipPath mask marker
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
	feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
	feSpecularLighting feSpotLight feTile feTurbulence`)

// words are the attributes that hold words or names and are never read as a style.
var words = set(`id class lang role version baseProfile font-family systemLanguage type in in2 result`)

// attributes are those without a namespace, but for data-* and aria-*.
var attributes = set(`
	id class lang role style version baseProfile type media systemLanguage
	x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox preserveAspectRatio overflow zoomAndPan enable-background
	transform transform-origin rotate pathLength textLength lengthAdjust startOffset method spacing side
	gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform clipPathUnits maskUnits
	maskContentUnits markerUnits markerWidth markerHeight refX refY orient marker-start marker-mid marker-end
	filterUnits primitiveUnits filterRes in in2 result mode operator k1 k2 k3 k4 values order kernelMatrix divisor bias targetX targetY edgeMode
	kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent scale xChannelSelector yChannelSelector
	azimuth elevation limitingConeAngle pointsAtX pointsAtY pointsAtZ z stdDeviation radius baseFrequency numOctaves seed stitchTiles
	tableValues slope intercept amplitude exponent flood-color flood-opacity lighting-color color-interpolation-filters
	fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
	stroke-dashoffset color opacity display visibility clip clip-path clip-rule mask mask-type filter stop-color stop-opacity paint-order
	vector-effect shape-rendering text-rendering image-rendering color-rendering color-interpolation color-profile mix-blend-mode isolation
	font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight text-anchor text-decoration
	dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing writing-mode direction unicode-bidi
	glyph-orientation-horizontal glyph-orientation-vertical kerning line-height white-space pointer-events`)

// functions are those of styles that fetch nothing.
var functions = set(`
	rgb rgba hsl hsla hwb lab lch oklab oklch color var calc min max clamp
	matrix matrix3d translate translatex translatey translatez translate3d scale scalex scaley rotate skewx skewy perspective
	inset circle ellipse polygon path blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
	not is where nth-child nth-last-child nth-of-type lang`)

func set(names string) map[string]bool {
	all := map[string]bool{}
	for _, name := range strings.Fields(names) {
		all[name] = true
	}
	return all
}
