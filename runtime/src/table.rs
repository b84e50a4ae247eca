//! The table of an object: one row for each member, in the order of the docs. Generated code has one for each object.

/// Emits the impls of an object from its table; see [`define::object!`](crate::define::object!).
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($t:ident $(in $root:literal)? $(from $sender:ident)? $(: $new:ident)? $(, |$this:ident|)? {
        $($wire:literal $(| $alias:literal)* => $field:ident $(as $how:ident)?
            $(?: $set:ty)? $(=: $must:ty)? $([]: $need_each:ty)? $([]?: $set_each:ty)?
            $([]=: $must_each:ty)? $(: $need:ty)?
            $(, $rule:ident $(as $seen:ident)? ($($arg:expr),*))*;)*
    } $($group:ident($($grouped:ident $(as $grouped_as:ident)? $name:literal),*))*
        $(; $together:ident($($together_arg:expr),*))*) => {
        $crate::object!(@new $t [$($new)?] $(
            [$($field $need)?] [$($field $need_each)?] [$($field $must)?] [$($field $must_each)?]
            [$($field $set)?] [$($field $set_each)?];
        )*);

        impl $crate::object::Object for $t {
            type Draft = Self;

            const MEMBERS: &'static [&'static str] = &[$($wire),*];
            $crate::object!(@aliases $($(($alias, $wire))*)*);
            $crate::object!(@required [$($($need;)? $($need_each;)?)*] mask(
                &[$(::std::concat!($(::std::stringify!($need))? $(::std::stringify!($need_each))?)),*]
            ));

            #[inline]
            fn empty() -> Self {
                Self { $($field: $crate::wire::Wire::vacant()),* }
            }

            fn read_member<'de, __M: $crate::serde::de::MapAccess<'de>>(
                draft: &mut Self,
                at: usize,
                from: &mut __M,
            ) -> ::std::result::Result<(), __M::Error> {
                let _ = (&draft, at);
                $crate::read_row!(at, from $(, $($crate::wire::$how)?(&mut draft.$field))*)
            }

            fn write_members<__M: $crate::serde::ser::SerializeMap>(&self, to: &mut $crate::object::Writer<'_, __M>) {
                $(to.put($wire, $($crate::object::$how)?(&self.$field));)*
                let _ = to;
            }
        }

        impl $crate::validate::Validate for $t {
            $(const ROOT: ::std::option::Option<&'static str> = ::std::option::Option::Some($root);)?
            $(const SENDER: $crate::validate::Sender = $crate::validate::Sender::$sender;)?

            #[inline]
            fn check<__W: $crate::validate::Walk>(&self, to: &mut $crate::validate::Checking<'_, __W>) {
                $(let $this = self;)?
                $($(
                    $crate::validate::rules::$rule(
                        $($crate::validate::rules::$seen)?(&self.$field), $($arg,)* &mut to.member($wire)
                    );
                )*)*
                $(
                    $crate::validate::rules::$group(
                        &[$($crate::validate::rules::is_given(
                            $($crate::validate::rules::$grouped_as)?(&self.$grouped)
                        )),*],
                        &[$($name),*],
                        to,
                    );
                )*
                $($crate::validate::rules::$together($($together_arg,)* to);)*
                let _ = to;
            }
        }

        $crate::object!(@wire $t);
    };
    ($t:ident $(in $root:literal)? $(from $sender:ident)? $(beside $($envelope:literal)+)? $(: $new:ident)?
        $(, |$this:ident|)?
    {
        $($wire:literal $(| $alias:literal)* => $field:ident $(as $how:ident)?
            $(?: $set:ty)? $(=: $must:ty)? $([]: $need_each:ty)? $([]?: $set_each:ty)?
            $([]=: $must_each:ty)? $(: $need:ty)?
            $(, $rule:ident $(as $seen:ident)? ($($arg:expr),*))*;)*
        ..$choice:ident => $chosen:ident $(?: $set_choice:ty)? $(=: $must_choice:ty)? $(: $need_choice:ty)?
            $(, $choice_rule:ident($($choice_arg:expr),*))*;
        $($wire2:literal $(| $alias2:literal)* => $field2:ident $(as $how2:ident)?
            $(?: $set2:ty)? $(=: $must2:ty)? $([]: $need_each2:ty)? $([]?: $set_each2:ty)?
            $([]=: $must_each2:ty)? $(: $need2:ty)?
            $(, $rule2:ident $(as $seen2:ident)? ($($arg2:expr),*))*;)*
    } $($group:ident($($grouped:ident $(as $grouped_as:ident)? $name:literal),*))*
        $(; $together:ident($($together_arg:expr),*))*) => {
        $crate::object!(@new $t [$($new)?]
            $([$($field $need)?] [$($field $need_each)?] [$($field $must)?] [$($field $must_each)?]
                [$($field $set)?] [$($field $set_each)?];)*
            [$($chosen $need_choice)?] [] [$($chosen $must_choice)?] [] [$($chosen $set_choice)?] [];
            $([$($field2 $need2)?] [$($field2 $need_each2)?] [$($field2 $must2)?] [$($field2 $must_each2)?]
                [$($field2 $set2)?] [$($field2 $set_each2)?];)*
        );

        impl $crate::object::Object for $t {
            type Draft = (Self, $crate::choice::Draft<$choice>);

            const MEMBERS: &'static [&'static str] = {
                const LISTS: &[&[&str]] =
                    &[&[$($wire),*], <$choice as $crate::choice::Choice>::MEMBERS, &[$($wire2),*]];
                &$crate::object::join::<{ $crate::object::count(LISTS) }>(LISTS)
            };
            $crate::object!(@aliases $($(($alias, $wire))*)* $($(($alias2, $wire2))*)*);
            $crate::object!(@required
                [$($($need;)? $($need_each;)?)* $($need_choice;)? $($($need2;)? $($need_each2;)?)*]
                mask_around(
                    &[$(::std::concat!($(::std::stringify!($need))? $(::std::stringify!($need_each))?)),*],
                    ::std::concat!($(::std::stringify!($need_choice))?),
                    <$choice as $crate::choice::Choice>::MEMBERS.len(),
                    &[$(::std::concat!($(::std::stringify!($need2))? $(::std::stringify!($need_each2))?)),*]
                )
            );
            $(const ENVELOPE: &'static [&'static str] = &[$($envelope),+];)?

            #[inline]
            fn empty() -> Self {
                Self {
                    $($field: $crate::wire::Wire::vacant(),)*
                    $chosen: $crate::choice::Held::<$choice>::vacant(),
                    $($field2: $crate::wire::Wire::vacant(),)*
                }
            }

            fn read_member<'de, __M: $crate::serde::de::MapAccess<'de>>(
                (object, choice): &mut Self::Draft,
                at: usize,
                from: &mut __M,
            ) -> ::std::result::Result<(), __M::Error> {
                let before = <[&str]>::len(&[$($wire),*]);
                let after = before + <$choice as $crate::choice::Choice>::MEMBERS.len();
                if at < before {
                    $crate::read_row!(at, from $(, $($crate::wire::$how)?(&mut object.$field))*)
                } else if at < after {
                    choice.read_member($crate::choice::need::<$choice, _>(&object.$chosen), at - before, from)
                } else {
                    $crate::read_row!(at - after, from $(, $($crate::wire::$how2)?(&mut object.$field2))*)
                }
            }

            fn write_members<__M: $crate::serde::ser::SerializeMap>(&self, to: &mut $crate::object::Writer<'_, __M>) {
                $(to.put($wire, $($crate::object::$how)?(&self.$field));)*
                $crate::choice::Held::<$choice>::write_members(&self.$chosen, to);
                $(to.put($wire2, $($crate::object::$how2)?(&self.$field2));)*
            }
        }

        impl $crate::choice::WithChoice for $t {
            type Choice = $choice;

            #[inline]
            fn hold(&mut self, choice: ::std::option::Option<$choice>) {
                $crate::choice::Held::hold(&mut self.$chosen, choice);
            }
        }

        impl $crate::validate::Validate for $t {
            $(const ROOT: ::std::option::Option<&'static str> = ::std::option::Option::Some($root);)?
            $(const SENDER: $crate::validate::Sender = $crate::validate::Sender::$sender;)?

            #[inline]
            fn check<__W: $crate::validate::Walk>(&self, to: &mut $crate::validate::Checking<'_, __W>) {
                $(let $this = self;)?
                $($(
                    $crate::validate::rules::$rule(
                        $($crate::validate::rules::$seen)?(&self.$field), $($arg,)* &mut to.member($wire)
                    );
                )*)*
                $($crate::choice::rules::$choice_rule(&self.$chosen, $($choice_arg,)* to);)*
                $($(
                    $crate::validate::rules::$rule2(
                        $($crate::validate::rules::$seen2)?(&self.$field2), $($arg2,)* &mut to.member($wire2)
                    );
                )*)*
                $(
                    $crate::validate::rules::$group(
                        &[$($crate::validate::rules::is_given(
                            $($crate::validate::rules::$grouped_as)?(&self.$grouped)
                        )),*],
                        &[$($name),*],
                        to,
                    );
                )*
                $($crate::validate::rules::$together($($together_arg,)* to);)*
                let _ = to;
            }
        }

        $crate::object!(@wire $t);
    };
    // What is empty, as usual, is the trait's: rustc checks each constant.
    (@aliases) => {};
    (@aliases $(($alias:literal, $wire:literal))+) => {
        const ALIASES: &'static [(&'static str, &'static str)] = &[$(($alias, $wire)),+];
    };
    (@required [] $($mask:tt)*) => {};
    (@required [$($required:ty;)+] $mask:ident($($arg:expr),+)) => {
        const REQUIRED: u128 = $crate::object::$mask($($arg),+);
    };
    (@new $t:ident [] $($rows:tt)*) => {};
    (@new $t:ident [$new:ident] $(
        [$($need:ident $need_type:ty)?] [$($need_each:ident $need_each_type:ty)?]
        [$($must:ident $must_type:ty)?] [$($must_each:ident $must_each_type:ty)?]
        [$($set:ident $set_type:ty)?] [$($set_each:ident $set_each_type:ty)?];
    )*) => {
        impl $t {
            #[doc = $crate::object!(@docs $($($need)? $($need_each)? $($must)? $($must_each)?)*)]
            #[must_use]
            #[inline]
            pub fn $new($(
                $($need: $need_type,)? $($need_each: impl ::std::iter::IntoIterator<Item = $need_each_type>,)?
                $($must: $must_type,)? $($must_each: impl ::std::iter::IntoIterator<Item = $must_each_type>,)?
            )*) -> Self {
                Self {
                    $(
                        $($need: ::std::convert::Into::into($need),)?
                        $($need_each: $crate::object::collect($need_each),)?
                        $($must: ::std::option::Option::Some(::std::convert::Into::into($must)),)?
                        $($must_each: ::std::option::Option::Some($crate::object::collect($must_each)),)?
                    )*
                    ..<Self as $crate::wire::Wire>::vacant()
                }
            }

            $(
                $(
                    /// Sets the field of the same name.
                    #[must_use]
                    #[inline]
                    pub fn $set(mut self, $set: $set_type) -> Self {
                        self.$set = ::std::option::Option::Some(::std::convert::Into::into($set));
                        self
                    }
                )?
                $(
                    /// Sets the field of the same name.
                    #[must_use]
                    #[inline]
                    pub fn $set_each(
                        mut self,
                        $set_each: impl ::std::iter::IntoIterator<Item = $set_each_type>,
                    ) -> Self {
                        self.$set_each = ::std::option::Option::Some($crate::object::collect($set_each));
                        self
                    }
                )?
            )*
        }
    };
    (@docs) => { " Creates an empty value." };
    (@docs $($required:ident)+) => { " Creates a value from its required fields." };
    (@wire $t:ident) => { $crate::serde_by_wire!($t); };
}

/// Reads a value into the field whose index is the first argument. Literal patterns in groups of eight compile faster than a
/// chain of comparisons, and macros cannot count.
#[doc(hidden)]
#[macro_export]
macro_rules! read_row {
    ($at:expr, $from:ident) => { $crate::wire::skip($from) };
    ($at:expr, $from:ident, $a:expr $(, $b:expr $(, $c:expr $(, $d:expr $(, $e:expr $(, $f:expr $(, $g:expr
        $(, $h:expr $(, $($rest:expr),+)?)?)?)?)?)?)?)?) => {
        match $at {
            0 => $crate::wire::get($a, $from),
            $(1 => $crate::wire::get($b, $from),
            $(2 => $crate::wire::get($c, $from),
            $(3 => $crate::wire::get($d, $from),
            $(4 => $crate::wire::get($e, $from),
            $(5 => $crate::wire::get($f, $from),
            $(6 => $crate::wire::get($g, $from),
            $(7 => $crate::wire::get($h, $from),
            $(at @ 8..=127 => $crate::read_row!(at - 8, $from, $($rest),+),)?)?)?)?)?)?)?)?
            _ => $crate::wire::skip($from),
        }
    };
}

/// Makes a [`choice!`](crate::define::choice!) an object of its own. The word after its name says what the tag may be instead of a
/// value, as [`Need`](crate::wire::Need).
#[macro_export]
macro_rules! choice_object {
    ($t:ident, $need:ident) => {
        impl $crate::object::Object for $t {
            type Draft = $crate::choice::Draft<Self>;

            const MEMBERS: &'static [&'static str] = <Self as $crate::choice::Choice>::MEMBERS;
            const REQUIRED: u128 = $crate::choice::tag_mask($crate::wire::Need::$need);

            #[inline]
            fn empty() -> Self {
                $crate::choice::Held::<Self>::vacant()
            }

            fn read_member<'de, __M: $crate::serde::de::MapAccess<'de>>(
                draft: &mut <Self as $crate::object::Object>::Draft,
                at: usize,
                from: &mut __M,
            ) -> ::std::result::Result<(), __M::Error> {
                draft.read_member($crate::wire::Need::$need, at, from)
            }

            fn write_members<__M: $crate::serde::ser::SerializeMap>(&self, to: &mut $crate::object::Writer<'_, __M>) {
                $crate::choice::Choice::write_members(self, to);
            }
        }

        $crate::object!(@wire $t);
    };
}
