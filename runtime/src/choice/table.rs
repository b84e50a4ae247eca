//! The table that is emitted for a choice.

/// Emits the impls of a choice from its table; see [`define::choice!`](crate::define::choice!).
#[doc(hidden)]
#[macro_export]
macro_rules! choice {
    ($t:ident, $tag_name:literal: $tag:ty, unknown $unknown:ident {
        $($name:literal {
            $value:literal => $variant:ident: $member:ty $(, $rule:ident())?;
            $($other_value:literal => $other:ident: $other_member:ty $(, $other_rule:ident())?;)*
        })*
        $(.. { $($flat_value:literal => $flat:ident: $flat_object:ty $(, $flat_rule:ident())?;)* })?
        $(_ { $($alone_value:literal => $alone:ident;)* })?
    }) => {
        impl $crate::choice::Choice for $t {
            type Tag = $tag;

            const MEMBERS: &'static [&'static str] = &[$tag_name, $($name),*];

            #[inline]
            fn selected(tag: <$tag as $crate::choice::Tag>::Known<'_>) -> ::std::option::Option<&'static str> {
                match tag {
                    $($value $(| $other_value)* => ::std::option::Option::Some($name),)*
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn is_flat(tag: <$tag as $crate::choice::Tag>::Known<'_>) -> bool {
                match tag {
                    $($($flat_value => true,)*)?
                    _ => false,
                }
            }

            fn read_selected<'de, __D: $crate::serde::Deserializer<'de>>(
                tag: <$tag as $crate::choice::Tag>::Known<'_>,
                from: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                match tag {
                    $(
                        $value => $crate::choice::read_as::<$member, _, _>(from, Self::$variant),
                        $($other_value => $crate::choice::read_as::<$other_member, _, _>(from, Self::$other),)*
                    )*
                    $($($flat_value => $crate::choice::read_as::<$flat_object, _, _>(from, Self::$flat),)*)?
                    _ => $crate::choice::read_nothing(from),
                }
            }

            #[inline]
            fn without_member(tag: <$tag as $crate::choice::Tag>::Known<'_>) -> ::std::option::Option<Self> {
                match tag {
                    $($($alone_value => ::std::option::Option::Some(Self::$alone),)*)?
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn tag(&self) -> ::std::option::Option<<$tag as $crate::choice::Tag>::Known<'_>> {
                ::std::option::Option::Some(match self {
                    $(
                        Self::$variant(_) => $value,
                        $(Self::$other(_) => $other_value,)*
                    )*
                    $($(Self::$flat(_) => $flat_value,)*)?
                    $($(Self::$alone => $alone_value,)*)?
                    Self::Unknown(choice) => return choice.known_tag::<$tag>(),
                })
            }

            #[inline]
            fn unknown(choice: $crate::choice::UnknownChoice) -> Self {
                Self::Unknown(choice)
            }

            fn write_members<__M: $crate::serde::ser::SerializeMap>(
                &self,
                to: &mut $crate::object::Writer<'_, __M>,
            ) {
                match self {
                    $(
                        Self::$variant(member) => to.selected::<<$tag as $crate::choice::Tag>::Known<'_>, _>($tag_name, $value, $name, member),
                        $(Self::$other(member) => {
                            to.selected::<<$tag as $crate::choice::Tag>::Known<'_>, _>($tag_name, $other_value, $name, member);
                        })*
                    )*
                    $($(Self::$flat(object) => {
                        to.tag::<<$tag as $crate::choice::Tag>::Known<'_>>($tag_name, $flat_value);
                        $crate::object::Object::write_members(object, to);
                    })*)?
                    $($(Self::$alone => to.tag::<<$tag as $crate::choice::Tag>::Known<'_>>($tag_name, $alone_value),)*)?
                    Self::Unknown(choice) => choice.write_members($tag_name, to),
                }
            }
        }

        impl $crate::validate::Validate for $t {
            #[inline]
            fn check<__W: $crate::validate::Walk>(&self, to: &mut $crate::validate::Checking<'_, __W>) {
                #[allow(unreachable_patterns)]
                match self {
                    $(
                        $(Self::$variant(member) => {
                            $crate::validate::rules::$rule(member, &mut to.member($name));
                        })?
                        $($(Self::$other(member) => {
                            $crate::validate::rules::$other_rule(member, &mut to.member($name));
                        })?)*
                    )*
                    $($($(Self::$flat(object) => $crate::validate::rules::$flat_rule(object, to),)?)*)?
                    Self::Unknown(choice) => choice.$unknown::<$tag, __W>(
                        $tag_name,
                        &[$(($value, $name), $(($other_value, $name),)*)*],
                        to,
                    ),
                    _ => {}
                }
            }
        }
    };
}
