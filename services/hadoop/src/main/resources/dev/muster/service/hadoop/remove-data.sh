# Removes what HDFS has kept on this host: $1 the folder of its data below the home.
rm -rf "${HOME:?}/${1:?}"
rmdir "${HOME}/${1%/*}" 2>/dev/null
exit 0
