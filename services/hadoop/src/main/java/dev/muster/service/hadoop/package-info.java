/** HDFS and YARN on the hosts of a cluster. */
@NullMarked
package dev.muster.service.hadoop;

import org.jspecify.annotations.NullMarked;
